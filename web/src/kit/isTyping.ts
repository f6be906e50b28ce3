/** Single-key shortcuts belong to nobody who is writing or has a dialog open. */
export function isTyping(target: EventTarget | null): boolean {
  if (document.querySelector('[role=dialog]')) return true
  return target instanceof HTMLElement && Boolean(target.closest('input, textarea, select, [contenteditable=true], [role=menu]'))
}
