import { writeFileSync } from 'node:fs';
import { Account } from '../live/account';
import { connect, ConnectOptions } from '../live/load-sdk';
import { listenForInterrupt } from '../live/measure/interrupt';
import { mostStreams } from '../live/measure/load';
import { connectRuntime, Destination } from '../live/measure/load-runtime';
import { measuredSide } from '../live/measure/measured-side';
import { measurementOf } from '../live/measure/measurement';
import { Observe, observeAfter, observeBefore, subjectOf } from '../live/measure/observe-run';
import { recordsCsv } from '../live/measure/records-csv';
import { Run, runLoad } from '../live/measure/run-load';
import { StreamingEndpoint } from '../live/measure/streaming-endpoint';
import { Observation } from '../live/observe/observation';
import { observedSide } from '../live/observe/observed-side';
import { assembleReport } from '../simulation/report/assemble-report';
import { duration } from '../simulation/report/format';
import { ReportData } from '../simulation/report/report-data';
import { rowsOfAChart } from '../simulation/report/rows-of-a-chart';
import { confirm, Terminal } from './confirm';
import { MeasureFlags, MeasurePlan, measurePlan } from './measure-flags';
import { progressLine } from './measure-progress';
import { beginsAt, destinationName, Measured, measurementJson, printMeasurement } from './print-measurement';
import { loadWords, printPlan } from './print-plan';
import { checkFilePath, makeFolder, writeReport } from './write-report';

/** What measure works with; each part may be another one in a test. */
export interface MeasureTools {
  readonly terminal: Terminal;
  readonly version: string;
  readonly connectRuntime?: (destination: Destination) => Promise<StreamingEndpoint>;
  readonly connectAccount?: (options: ConnectOptions) => Promise<Account>;
  readonly observe?: Observe;
}

export interface MeasureResult {
  readonly text: string;
  /** 0 where the load ran to its end or its time limit, 1 where it could not, and that of the signal where the load was interrupted. */
  readonly exitCode: number;
}

/**
 * Drives an endpoint with requests, and says what its callers saw and how the fleet scaled: for a person or, on request, a program.
 *
 * What it will do, its question and its progress go to the terminal, what was measured is returned.
 *
 * @throws where a flag is not understood, the endpoint takes no request at all, nobody confirms, or AWS does not answer
 */
export async function measureEndpoint(flags: MeasureFlags, tools: MeasureTools): Promise<MeasureResult> {
  const { terminal } = tools;
  const plan = measurePlan(flags, Date.now());
  prepareFiles(flags);
  const destination: Destination = {
    endpointName: flags.endpoint,
    variantName: flags.variant,
    inferenceComponentName: flags.component,
    region: flags.region,
    maxStreams: mostStreams(plan.load),
  };
  const endpoint = await (tools.connectRuntime ?? connectRuntime)(destination);
  try {
    const { region } = endpoint;
    const account = flags.observe === false ? undefined : await (tools.connectAccount ?? connect)({ region });
    const before = account && (await observeBefore(account, destination, tools.observe));
    terminal.output.write(`${printPlan(plan, destination, region, before)}\n`);
    if (flags.yes !== true && !(await confirm('Send it?', terminal))) {
      throw new Error('Nothing was sent.');
    }
    return await measure(flags, plan, { ...tools, destination, endpoint, account });
  } finally {
    endpoint.close();
  }
}

/** What cannot be written shall not show when the load is paid for. @throws with the flag and the path */
function prepareFiles({ records, report }: MeasureFlags): void {
  const files: [string, string | undefined, string][] = [
    ['--records', records, 'records.csv'],
    ['--report', report, 'report.html'],
  ];
  files.forEach(([flag, path, example]) => {
    if (path !== undefined) {
      checkFilePath(flag, path, example);
      makeFolder(flag, path);
    }
  });
}

interface Connected extends MeasureTools {
  readonly destination: Destination;
  readonly endpoint: StreamingEndpoint;
  readonly account?: Account;
}

async function measure(flags: MeasureFlags, plan: MeasurePlan, connected: Connected): Promise<MeasureResult> {
  const { destination, endpoint, terminal } = connected;
  const show = progressLine(terminal.output);
  const interrupt = listenForInterrupt();
  try {
    const { load, seed, makeBody, patienceSeconds, limitSeconds } = plan;
    const run = await runLoad({
      endpoint,
      endpointName: destination.endpointName,
      load,
      makeBody,
      patienceSeconds,
      limitSeconds,
      signal: interrupt.signal,
      onProgress: show.progress,
    });
    if (run.error !== undefined && !run.records.some(({ ending }) => ending === 'complete')) {
      show.clear();
      throw run.error;
    }
    const timeline = await timelineOf(run, plan, connected, interrupt.signal, show.say);
    show.clear();
    const { region } = endpoint;
    const measured = { destination, region, load, seed, measurement: measurementOf(load, run), error: run.error, ...timeline };
    const files = writeFiles(flags, run, measured, connected.version);
    const lines = files.map(({ line }) => line);
    // Nothing was measured where nobody got an answer: a pipeline has to see that.
    const failed = run.error !== undefined || measured.measurement.all.complete === 0 || files.some((file) => file.failed);
    if (flags.json === true) {
      files.filter((file) => file.failed).forEach(({ line }) => show.say(line));
    }
    const text = flags.json === true ? measurementJson(measured) : [printMeasurement(measured), ...lines].join('\n');
    // An interrupt of the wait for CloudWatch, which the program invites, leaves the load whole.
    const interrupted = run.stop === 'interrupted' ? interrupt.exitCode() : undefined;
    return { text, exitCode: interrupted ?? (failed ? 1 : 0) };
  } finally {
    interrupt.dispose();
  }
}

/** What the fleet did, or why nobody knows: what callers saw is not lost for it. */
async function timelineOf(
  { startedAt, seconds, stop }: Run,
  { limitSeconds, graceSeconds }: MeasurePlan,
  { account, destination, observe }: Connected,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<{ readonly observation?: Observation; readonly note?: string }> {
  if (account === undefined) {
    return { note: 'no scale-out timeline, as --no-observe says' };
  }
  if (stop === 'interrupted' || stop === 'hopeless') {
    return { note: 'no scale-out timeline: it ended before its time' };
  }
  const waitSeconds = Math.max(0, Math.min(graceSeconds, limitSeconds - seconds));
  const short =
    waitSeconds < graceSeconds ? `CloudWatch had only ${duration(waitSeconds)} before --time-limit: its last metrics may miss` : undefined;
  say(`The load is over. Waiting ${duration(waitSeconds)} for CloudWatch; Ctrl-C asks it at once.`);
  try {
    const observation = await observeAfter(account, subjectOf(destination), { from: startedAt, waitSeconds, signal, ask: observe });
    return { observation, note: signal.aborted ? 'CloudWatch was asked at once: its last metrics may miss' : short };
  } catch (error) {
    return { note: `no scale-out timeline: ${(error as Error).message}` };
  }
}

/** A file that was asked for: what became of it, in a line. */
interface Written {
  readonly line: string;
  readonly failed: boolean;
}

/** What cannot be written costs the file, not what was measured: that was paid for. */
function writeFiles({ records, report }: MeasureFlags, run: Run, measured: Measured, version: string): Written[] {
  return [
    ...(records === undefined ? [] : [written('records', records, () => writeFileSync(records, recordsCsv(run.records)))]),
    ...(report === undefined ? [] : [written('report', report, () => writeReport(report, reportOf(run, measured, version)))]),
  ];
}

function written(what: string, path: string, write: () => void): Written {
  try {
    write();
    return { line: `  ${what.padEnd(12)} ${path}`, failed: false };
  } catch (error) {
    return { line: `! NO ${what.toUpperCase()}  ${(error as Error).message}`, failed: true };
  }
}

function reportOf(run: Run, measured: Measured, version: string): ReportData {
  const { measurement, observation, note, region } = measured;
  const mostRows = rowsOfAChart(1);
  const side = measuredSide({
    name: observation?.subject.name ?? destinationName(measured.destination),
    region,
    measurement,
    records: run.records,
    observed: observation && observedSide(observation, mostRows),
    beginsAt: beginsAt(measured),
    notes: note === undefined ? [] : [note],
    mostRows,
  });
  return assembleReport([side], { version, traffic: `${loadWords(measured.load)}.` });
}
