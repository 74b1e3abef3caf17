import { Scenario, TargetScenario } from '../engine/scenario';
import { totalSeconds } from '../fleet/start-up';
import { describeTraffic } from '../traffic/describe-traffic';
import { count, decimal, duration } from './format';
import { ProvenanceRow } from './report-data';
import { ReportMeta, ReportSide } from './report-sides';

/** How to make the report again, and what its numbers rest on. */
export function provenanceRows(sides: readonly ReportSide[], meta: ReportMeta): ProvenanceRow[] {
  const row = (label: string, textOf: (side: ReportSide) => string | undefined): ProvenanceRow => {
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
    row('Requests', ({ record }) => each(record.scenario, trafficOf)),
    row('Service', ({ record }) => each(record.scenario, ({ service }) => sourced(service.name, service.source))),
    row('Start-up', ({ record }) => each(record.scenario, startUpOf)),
    row('Routing', ({ record }) => each(record.scenario, ({ routing = 'random' }) => routing)),
    row('Seed', ({ record }) => String(record.scenario.seed ?? 0)),
  ];
  return rows.filter(({ texts }) => texts.some((text) => text !== '–'));
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
    `${count(requests)}; ${decimal(meanPerMinute)} a minute on average, ${decimal(peakPerMinute)} in the fullest; ` +
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
