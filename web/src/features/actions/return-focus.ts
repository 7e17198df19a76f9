/** Restore the focus to the element that had it during setup, or to the page when that element is gone. */
export function useReturn(): (event: Event) => void {
  const before = document.activeElement
  return (event) => {
    event.preventDefault()
    const place =
      before instanceof HTMLElement && before.isConnected && before !== document.body
        ? before
        : document.getElementById('content')
    place?.focus()
  }
}
