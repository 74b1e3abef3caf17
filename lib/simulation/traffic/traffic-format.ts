import { LineReader } from './line-reader';
import { Traffic } from './traffic';

/** A way in which files hold traffic. */
export interface TrafficFormat {
  readonly name: string;
  /** How the first line of such a file looks. */
  readonly firstLine: string;
  /** Whether the line on which the reader stands, the first one, is of this format. */
  recognises(line: LineReader): boolean;
  /**
   * Reads the file from that line on.
   *
   * @throws at the first line that is broken, with its number; there is no request that is left out
   */
  read(line: LineReader): Traffic;
}
