/** How long the phases of a start take, in seconds. */
export interface StartUp {
  /** Until an instance is there. */
  readonly provisionSeconds: number;
  /** Pulling the container image. */
  readonly imageSeconds: number;
  /** Downloading the model. */
  readonly modelSeconds: number;
  /** Starting the server and loading the model into the accelerator. */
  readonly loadSeconds: number;
  /** Until health checks pass and requests are routed. */
  readonly healthSeconds: number;
  /** Whether image and model come at the same time. @default false */
  readonly parallelDownloads?: boolean;
  /** Where the numbers come from. */
  readonly source?: string;
}

/** From an instance being there to a copy serving on it. */
export function copySeconds(startUp: StartUp, hasImage: boolean): number {
  const { imageSeconds, modelSeconds, loadSeconds, healthSeconds } = startUp;
  const image = hasImage ? 0 : imageSeconds;
  const downloads = startUp.parallelDownloads === true ? Math.max(image, modelSeconds) : image + modelSeconds;
  return downloads + loadSeconds + healthSeconds;
}

/** From the order of an instance to its first copy serving. */
export function totalSeconds(startUp: StartUp): number {
  return startUp.provisionSeconds + copySeconds(startUp, false);
}
