/** A text of AWS that may be shown in a log: ARNs cut to what they name, account numbers left out. */
export function withoutAccounts(text: string): string {
  return text.replace(/\barn:[\w-]+:[\w-]+:[\w-]*:\d*:([^\s,;'"]+)/g, '$1').replace(/\b\d{12}\b/g, '…');
}
