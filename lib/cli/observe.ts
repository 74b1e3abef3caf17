import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Account } from '../live/account';
import { connect, ConnectOptions } from '../live/load-sdk';
import { Observation } from '../live/observe/observation';
import { observe } from '../live/observe/observe';
import { observedSide } from '../live/observe/observed-side';
import { SeenOptions, SeenTraffic, trafficSeen } from '../live/observe/traffic-seen';
import { writeSeen } from '../live/observe/write-seen';
import { Outcome } from '../simulation/outcome';
import { assembleReport } from '../simulation/report/assemble-report';
import { rowsOfAChart } from '../simulation/report/rows-of-a-chart';
import { simulatedSide } from '../simulation/report/simulated-side';
import { defaultService, serviceProfile } from '../simulation/scenario/default-service';
import { ServiceProfile } from '../simulation/service/service-profile';
import { number } from './flag-values';
import { namingOptions } from './naming-options';
import { ObserveFlags, rangeOf, seenOptionsOf, subjectOf } from './observe-flags';
import { printBeside, printObservation } from './print-observation';
import { printNotes } from './print-outcome';
import { besideOf, replayBeside } from './simulate-beside';
import { serviceOf } from './simulate-flags';
import { toJson } from './to-json';
import { checkReportPath, writeReport } from './write-report';

/** What observe works with; each part may be another one in a test. */
export interface ObserveTools {
  readonly version: string;
  readonly connectTo?: (options: ConnectOptions) => Promise<Account>;
  readonly now?: Date;
}

/**
 * Shows what a live endpoint or component did, for a person or, on request, a program to read; beside a simulation where a template is
 * given.
 *
 * @throws where a flag is not understood, there is no such thing, or AWS does not answer
 */
export async function observeLive(
  flags: ObserveFlags,
  { version, connectTo = connect, now = new Date() }: ObserveTools,
): Promise<{ text: string }> {
  // What is wrong with an option shall not wait for the account.
  const subject = subjectOf(flags);
  const range = rangeOf(flags, now);
  const demandTarget = number('--demand', flags.demand);
  const seenOptions = seenOptionsOf(flags);
  const ownService = profileOf(flags);
  checkPaths(flags);
  const account = await connectTo({ region: flags.region });
  const observation = await observe(account, subject, range, { demandTarget, now });

  const beside = flags.template === undefined ? undefined : namingOptions(flags, () => besideOf(observation, flags));
  const given = { ...seenOptions, service: beside?.target.service ?? ownService ?? defaultService(undefined, undefined).profile };
  const isReplayed = beside !== undefined && (flags.trace ?? []).length === 0;
  const seen = flags.writeTrace === undefined && !isReplayed ? undefined : trafficSeen(observation, given);
  if (flags.writeTrace !== undefined && seen !== undefined) {
    writeTrace(flags.writeTrace, seen, observation, given);
  }
  const simulated = beside && namingOptions(flags, () => replayBeside(beside, isReplayed ? seen?.traffic : undefined));
  if (flags.report !== undefined) {
    writeReport(flags.report, report(observation, simulated, flags, version));
  }
  const notes = [...observation.notes, ...(seen?.notes ?? []), ...(simulated?.notes ?? [])];
  const text =
    flags.json === true
      ? toJson({ observation: { ...observation, notes }, simulated: simulated && asJson(simulated) })
      : asText(observation, simulated, seen, notes, flags, given.service);
  return { text };
}

/** How fast what is observed serves, as somebody says. @throws where it is said of several */
function profileOf({ service = [] }: ObserveFlags): ServiceProfile | undefined {
  const given = serviceOf(service);
  if (given === undefined) {
    return undefined;
  }
  if (typeof given !== 'string' && !('stepSeconds' in given)) {
    throw new Error(`--service ${service.join(', ')}: expected one, that of what is observed.`);
  }
  return serviceProfile(given as string | ServiceProfile);
}

function checkPaths({ report: path, trace = [], template }: ObserveFlags): void {
  if (path !== undefined) {
    checkReportPath(path);
  }
  if (trace.length > 0 && template === undefined) {
    throw new Error(`--trace ${trace[0]}: say with --template what to simulate, such as cdk.out/Chat.template.json.`);
  }
}

function report(observation: Observation, simulated: Outcome | undefined, { trace = [], template }: ObserveFlags, version: string) {
  const rows = rowsOfAChart(simulated === undefined ? 1 : 2);
  const sides = [observedSide(observation, rows)];
  if (simulated !== undefined) {
    const side = simulatedSide({ name: 'simulated', record: simulated.record, template }, rows);
    // Others on the same instances were simulated for its sake.
    sides.push({ ...side, targets: side.targets.filter(({ name }) => name === observation.subject.name) });
  }
  return assembleReport(sides, {
    version,
    traffic: simulated === undefined ? undefined : trace.length === 0 ? 'as it was seen, simulated again' : trace.join(', '),
  });
}

/** @throws with the option and the path, where it cannot be written */
function writeTrace(path: string, seen: SeenTraffic, observation: Observation, options: SeenOptions): void {
  const text = writeSeen(seen, observation, options);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, path.endsWith('.gz') ? gzipSync(text) : text);
  } catch (error) {
    throw new Error(`--write-trace ${path}: ${(error as Error).message}`);
  }
}

function asJson({ record: { assumptions }, ...outcome }: Outcome): object {
  return { ...outcome, assumptions };
}

function asText(
  observation: Observation,
  simulated: Outcome | undefined,
  seen: SeenTraffic | undefined,
  notes: readonly string[],
  { report: page, writeTrace: trace }: ObserveFlags,
  service: ServiceProfile,
): string {
  const requests = seen?.traffic.arrivalSeconds.length ?? 0;
  const parts = [
    printObservation(observation),
    simulated === undefined ? '' : printBeside(observation, simulated),
    printNotes(notes),
    page === undefined ? '' : `  report      ${page}`,
    trace === undefined ? '' : `  trace       ${trace}: ${requests} requests, with tokens as for ${service.name}`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
