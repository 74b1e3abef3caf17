import { FAILURES, FailureKind } from '../live/measure/failure';
import { Progress } from '../live/measure/run-load';
import { clock, count, duration } from '../simulation/report/format';
import { Terminal } from './confirm';

const WIDTH = 20;
/** Where nobody watches, such as in a pipeline, a line a minute shows that it is alive. */
const QUIET_SECONDS = 60;

/** Shows how far it is: as a line that replaces itself on a terminal, else as a line every minute. */
export function progressLine(output: Terminal['output']): {
  progress(progress: Progress): void;
  say(line: string): void;
  clear(): void;
} {
  const isTerminal = output.isTTY === true;
  let shown = 0;
  const clear = (): void => {
    if (isTerminal) {
      output.write('\r\u001b[2K');
    }
  };
  return {
    clear,
    say(line) {
      clear();
      output.write(`${plain(line)}\n`);
    },
    progress(progress) {
      if (isTerminal) {
        clear();
        output.write(lineOf(progress));
      } else if (progress.seconds >= shown + QUIET_SECONDS) {
        shown = progress.seconds;
        output.write(`${lineOf(progress)}\n`);
      }
    },
  };
}

/** How far it is, in a line. */
export function lineOf({ seconds, totalSeconds, inFlight, sent, ended, lastFirstToken }: Progress): string {
  const full = Math.round(Math.min(1, totalSeconds > 0 ? seconds / totalSeconds : 1) * WIDTH);
  const failed = (Object.keys(FAILURES) as FailureKind[]).reduce((sum, kind) => sum + (ended[kind] ?? 0), 0);
  const facts = [
    `${clock(seconds)}/${clock(totalSeconds)}`,
    seconds > totalSeconds ? `${count(inFlight)} still in flight` : `${count(inFlight)} in flight`,
    `${count(sent)} sent`,
    ...(failed === 0 ? [] : [`${count(failed)} failed`]),
    ...(ended.notSent === undefined ? [] : [`${count(ended.notSent)} not sent`]),
    ...(lastFirstToken === undefined ? [] : [`first token ${duration(lastFirstToken)}`]),
  ];
  return plain(`[${'█'.repeat(full)}${' '.repeat(WIDTH - full)}] ${facts.join('  ')}`);
}

function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
