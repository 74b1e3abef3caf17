import { clock } from '../../simulation/report/format';
import { Traffic } from '../../simulation/traffic/traffic';

/** So many streams at once for a while. */
export interface Level {
  readonly streams: number;
  readonly seconds: number;
}

/** A closed loop: so many streams are kept in flight, each followed by the next as soon as it ends. */
export interface RampLoad {
  readonly kind: 'ramp';
  readonly levels: readonly Level[];
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** An open loop: requests come when they came in the recording, however long the earlier ones take. */
export interface TraceLoad {
  readonly kind: 'trace';
  readonly traffic: Traffic;
  /** What arrives while so many are in flight is not sent: an endpoint that hangs must not take this machine along. */
  readonly maxStreams: number;
}

/** What is to be sent, and when. */
export type Load = RampLoad | TraceLoad;

/** A part of a load of which numbers are given apart. */
export interface Stage {
  readonly label: string;
  readonly from: number;
  readonly until: number;
}

/** A trace has no levels: equal parts of its time take their place. */
const PARTS_OF_A_TRACE = 5;

/** When the last request may be sent, in seconds from the beginning. */
export function loadSeconds(load: Load): number {
  return load.kind === 'ramp' ? load.levels.reduce((sum, { seconds }) => sum + seconds, 0) : (load.traffic.arrivalSeconds.at(-1) ?? 0);
}

/** How many streams there are at once at most. */
export function mostStreams(load: Load): number {
  return load.kind === 'ramp' ? Math.max(...load.levels.map(({ streams }) => streams)) : load.maxStreams;
}

/** The parts of a load, one after the other; the last has no end, for requests may be late. */
export function stagesOf(load: Load): Stage[] {
  const lengths =
    load.kind === 'ramp'
      ? load.levels.map(({ streams, seconds }) => ({ label: `${streams} ${streams === 1 ? 'stream' : 'streams'}`, seconds }))
      : Array.from({ length: PARTS_OF_A_TRACE }, (_, i) => ({
          label: `from ${clock((i * loadSeconds(load)) / PARTS_OF_A_TRACE)}`,
          seconds: loadSeconds(load) / PARTS_OF_A_TRACE,
        }));
  let from = 0;
  return lengths.map(({ label, seconds }, i) => {
    const stage = { label, from, until: i === lengths.length - 1 ? Infinity : from + seconds };
    from += seconds;
    return stage;
  });
}
