/**
 * User commands as objects, from which menus, shortcuts and the command palette are generated.
 *
 * A shortcut is a key ("d", "?", "Escape"), a combination ("mod+k": ⌘ on a Mac, Ctrl elsewhere) or two keys in a
 * row ("g j").
 */
export interface Command {
  readonly name: string
  readonly label: string
  readonly shortcut?: string
  readonly icon?: string
  /** Whether the command is destructive. */
  readonly danger?: boolean
  /** Whether the command is enabled; always when missing. */
  readonly when?: () => boolean
  /** The group in menus and the palette, such as "Go to" or "Theme". */
  readonly group?: string
  /** Whether the command's value is the current one, for commands that set a value. */
  readonly chosen?: () => boolean
  /** Only available by shortcut, such as moving by a row: not in menus or the palette. */
  readonly byKeyOnly?: boolean
  readonly perform: () => void | Promise<void>
}

export function isPossible(command: Command): boolean {
  return command.when === undefined || command.when()
}

const onMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

/** Return the key labels of *shortcut*. */
export function keysOf(shortcut: string): string[] {
  const names: Readonly<Record<string, string>> = {
    mod: onMac ? '⌘' : 'Ctrl',
    arrowup: '↑',
    arrowdown: '↓',
    escape: 'Esc',
    enter: 'Enter',
  }
  return shortcut
    .split(/[ +]/)
    .map((key) => names[key.toLowerCase()] ?? (key.length === 1 ? key.toUpperCase() : key))
}
