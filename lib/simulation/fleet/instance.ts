import { Unit } from './unit';

/** An instance, from the order until it is released. */
export class Instance {
  public isReady = false;
  public emptySince: number | undefined;
  public readonly units = new Set<Unit>();
  /** The targets whose image has been pulled. */
  public readonly images = new Set<number>();

  constructor(
    public readonly id: number,
    public readonly launchedAt: number,
    public freeDevices: number,
  ) {}
}
