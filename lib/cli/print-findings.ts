import { Finding, Severity } from '../live/finding';

/** What verify found of one stack. */
export interface Verification {
  readonly stack: string;
  readonly region: string;
  readonly findings: readonly Finding[];
}

const SEVERITIES: readonly Severity[] = ['ok', 'info', 'drift', 'missing'];
const LABEL = 10;

/** For a person: a line for every check, and one for all of them. */
export function printFindings(verifications: readonly Verification[]): string {
  return [...verifications.map(printStack), summarize(verifications.flatMap(({ findings }) => findings))].join('\n\n');
}

function printStack({ stack, region, findings }: Verification): string {
  const lines = findings.flatMap(({ severity, of, subject, text }, i) => [
    ...(of === findings[i - 1]?.of ? [] : [`  ${of}`]),
    `    ${severity.padEnd(LABEL)}${subject}: ${text}`,
  ]);
  return [`${stack} in ${region}`, ...lines].join('\n');
}

/** How many there are of each severity. */
export function countFindings(findings: readonly Finding[]): Record<Severity, number> {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return { ok: count('ok'), info: count('info'), drift: count('drift'), missing: count('missing') };
}

function summarize(findings: readonly Finding[]): string {
  const counts = countFindings(findings);
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => `${counts[severity]} ${severity}`);
  const verdict = counts.drift + counts.missing === 0 ? 'Deployed as in the template' : 'Not deployed as in the template';
  return `${verdict}: ${parts.join(', ')}.`;
}
