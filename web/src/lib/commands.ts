/**
 * What a person can do, as objects: menus, shortcuts and the palette are all drawn from these.
 *
 * A shortcut is written as it is pressed: "d", "?", "Escape", "mod+k" (⌘ on a Mac, Ctrl elsewhere) or two keys in
 * a row, "g j".
 */
export interface Command {
  readonly name: string
  readonly label: string
  readonly shortcut?: string
  readonly icon?: string
  /** Marks what cannot be undone. */
  readonly danger?: boolean
  /** Greyed out when false; always possible when missing. */
  readonly when?: () => boolean
  /** Where the command stands in lists, such as "Go to" or "Theme". */
  readonly group?: string
  /** The choice that is in force now, for commands that set one. */
  readonly chosen?: () => boolean
  /** Has no sense without its key, such as moving by a row: not in menus and palette. */
  readonly byKeyOnly?: boolean
  readonly perform: () => void | Promise<void>
}

export function isPossible(command: Command): boolean {
  return command.when === undefined || command.when()
}

const onMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

/** The keys of *shortcut* as they stand on the keyboard. */
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
