/** What serves requests: an instance of a variant, or a copy of a component. */
export class Unit {
  public state: 'waiting' | 'starting' | 'inService' | 'leaving' | 'gone' = 'waiting';
  /** When it was placed on an instance. */
  public placedAt: number | undefined;
  /** The copy that it takes over from, while copies are moved together. */
  public replaces: Unit | undefined;
  public replacement: Unit | undefined;

  constructor(
    public readonly id: number,
    /** Which scalable target it belongs to. */
    public readonly target: number,
  ) {}
}
