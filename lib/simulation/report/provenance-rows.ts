import { Scenario, TargetScenario } from '../engine/scenario';
import { totalSeconds } from '../fleet/start-up';
import { SimulationRecord } from '../record/simulation-record';
import { describeTraffic } from '../traffic/describe-traffic';
import { count, decimal, duration } from './format';
import { ProvenanceRow } from './report-data';
import { ReportMeta, SideParts } from './report-sides';

/** How to make the report again, and what its numbers rest on. A fact that all sides share is said once. */
export function provenanceRows(sides: readonly SideParts[], meta: ReportMeta): ProvenanceRow[] {
  const labels = [...new Set(sides.flatMap(({ provenance }) => provenance.map(({ label }) => label)))];
  const row = (label: string, textOf: (side: SideParts) => string | undefined): ProvenanceRow => {
    const texts = sides.map((side) => textOf(side) ?? '–');
    return { label, texts: texts.every((text) => text === texts[0]) ? [texts[0]] : texts };
  };
  const fixed = (label: string, text: string | undefined): ProvenanceRow[] => (text === undefined ? [] : [{ label, texts: [text] }]);
  const rows = [
    ...fixed('Made by', `cdk-sagemaker-inference ${meta.version}`),
    ...fixed('Command', meta.command),
    row('Template', ({ template }) => template),
    ...fixed('Traffic', meta.traffic),
    ...fixed('Of it', meta.attribution),
    ...labels.map((label) => row(label, ({ provenance }) => provenance.find((fact) => fact.label === label)?.text)),
  ];
  return rows.filter(({ texts }) => texts.some((text) => text !== '–'));
}

/** What the numbers of a simulation rest on. */
export function provenanceOf({ scenario }: SimulationRecord): SideParts['provenance'] {
  return [
    { label: 'Requests', text: each(scenario, trafficOf) },
    { label: 'Service', text: each(scenario, ({ service }) => sourced(service.name, service.source)) },
    { label: 'Start-up', text: each(scenario, startUpOf) },
    { label: 'Routing', text: each(scenario, ({ routing = 'random' }) => routing) },
    { label: 'Seed', text: String(scenario.seed ?? 0) },
  ];
}

/** What is the same for all targets is said once. */
function each({ targets }: Scenario, textOf: (target: TargetScenario) => string): string {
  const texts = targets.map(textOf);
  const same = texts.every((text) => text === texts[0]);
  return same ? texts[0] : targets.map(({ name }, i) => `${name}: ${texts[i]}`).join(' ');
}

function trafficOf({ traffic }: TargetScenario): string {
  const { requests, meanPerMinute, peakPerMinute, inputTokens, outputTokens } = describeTraffic(traffic);
  return (
    `${count(requests)}; ${decimal(meanPerMinute)} a minute on average, at most ${decimal(peakPerMinute)} in any 60 s; ` +
    `${count(inputTokens.p50)} tokens in and ${count(outputTokens.p50)} out (medians).`
  );
}

function startUpOf({ startUp }: TargetScenario): string {
  const { provisionSeconds, imageSeconds, modelSeconds, loadSeconds, healthSeconds, parallelDownloads, source } = startUp;
  const phases =
    `instance ${duration(provisionSeconds)}, image ${duration(imageSeconds)}${parallelDownloads === true ? ' while the' : ','} ` +
    `model ${duration(modelSeconds)}, load ${duration(loadSeconds)}, health ${duration(healthSeconds)}`;
  return sourced(`${duration(totalSeconds(startUp))}: ${phases}`, source);
}

function sourced(text: string, source: string | undefined): string {
  return source === undefined ? `${text}.` : `${text}. ${source}`;
}
