/** Give the focus back to what had it when the calling component was set up, or to the page when that is gone. */
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
