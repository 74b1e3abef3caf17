import { Duration, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { checkDuration, propError } from '../private/checks';

/** So many instances or copies, or a share of them. */
interface Size {
  readonly capacityType: string;
  readonly value: number;
}

/** Between which counts there may be instances or copies at an update. */
export interface Fleet {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** The words for what is counted, and for a share of it. */
  readonly unit: 'instances' | 'copies';
  readonly share: string;
}

/** So many instances or copies at a time, with what SageMaker asks of them: a share of those that there are. */
export class UpdateBatch {
  constructor(
    private readonly prop: string,
    private readonly size: Size,
    private readonly minPercent: number,
    private readonly maxPercent: number,
  ) {}

  public render(where: IConstruct | string): { readonly type: string; readonly value: number } {
    const { capacityType: type, value } = this.size;
    if (this.isShare && (value < this.minPercent || value > this.maxPercent)) {
      throw propError(where, this.prop, `${value} %`, `${this.minPercent} to ${this.maxPercent} %`);
    }
    return { type, value };
  }

  /** How many steps there are at least, after each of which SageMaker waits. */
  public get leastSteps(): number {
    return Math.ceil(100 / (this.isShare ? this.size.value : this.maxPercent));
  }

  /** Which numbers are no legal share. How many there are is known at the update only. */
  public findings({ name, min, max, unit, share }: Fleet): string[] {
    const { value } = this.size;
    const range = `SageMaker takes ${this.minPercent} to ${this.maxPercent} % of them. Use ${share}.`;
    const found = [];
    if (!this.isShare && !Token.isUnresolved(min) && value > (min * this.maxPercent) / 100) {
      found.push(`${this.prop} is ${value} at a time, and ${name} may have as few as ${min} ${unit}: ${range}`);
    }
    if (!this.isShare && !Token.isUnresolved(max) && value < (max * this.minPercent) / 100) {
      found.push(`${this.prop} is ${value} at a time, and ${name} may have as many as ${max} ${unit}: ${range}`);
    }
    return found;
  }

  private get isShare(): boolean {
    return this.size.capacityType === 'CAPACITY_PERCENT';
  }
}

/** How long an update waits after each step, and how long it may take in all. */
interface UpdateTimes {
  readonly waitInterval?: Duration;
  readonly maximumExecutionTimeout?: Duration;
  readonly terminationWait?: Duration;
}

/**
 * What waits and limits are in seconds. `prefix` stands before the names of the props.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BlueGreenUpdatePolicy.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentRollingUpdatePolicy.html
 */
export function renderTimes(where: IConstruct | string, prefix: string, times: UpdateTimes, steps: number) {
  const { waitInterval = Duration.minutes(5), maximumExecutionTimeout: timeout, terminationWait } = times;
  checkDuration(where, `${prefix}waitInterval`, waitInterval, { min: 0, max: 3600 });
  checkDuration(where, `${prefix}terminationWait`, terminationWait, { min: 0, max: 3600 });
  checkDuration(where, `${prefix}maximumExecutionTimeout`, timeout, { min: 600, max: 28_800 });
  if (timeout !== undefined && ![timeout, waitInterval, terminationWait].some((duration) => duration?.isUnresolved())) {
    const waiting = steps * waitInterval.toSeconds() + (terminationWait?.toSeconds() ?? 0);
    if (timeout.toSeconds() <= waiting) {
      const parts = prefix === '' ? `${steps} × waitInterval and terminationWait` : `${steps} × waitInterval`;
      const allowed = `more than the ${waiting} seconds of waiting alone: ${parts}`;
      throw propError(where, `${prefix}maximumExecutionTimeout`, `${timeout.toSeconds()} seconds`, allowed);
    }
  }
  return { waitIntervalInSeconds: waitInterval.toSeconds(), maximumExecutionTimeoutInSeconds: timeout?.toSeconds() };
}
