/** Whether a name may be the one that the template gives, of which CloudFormation may fill in parts. */
export function matchesName(ofTemplate: string | undefined, name: string | undefined): boolean {
  if (ofTemplate === undefined || ofTemplate.includes('${{')) {
    return true;
  }
  const literals = ofTemplate.split(/\$\{[^{}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`, 's').test(name ?? '');
}
