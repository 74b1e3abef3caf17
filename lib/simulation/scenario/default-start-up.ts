import { StartUp, totalSeconds } from '../fleet/start-up';
import { START_UP_PRESETS } from '../fleet/start-up-presets';
import { checkNumber, fieldError } from '../traffic/check-number';
import { instanceFacts } from './instance-facts';

const PRESETS: Readonly<Record<string, StartUp>> = START_UP_PRESETS;
const PHASES = ['provisionSeconds', 'imageSeconds', 'modelSeconds', 'loadSeconds', 'healthSeconds'];
const OTHERS = ['parallelDownloads', 'source'];

/**
 * How an instance starts, by a preset, by whether its image is cached, or in phases of one's own.
 *
 * @throws where there is no such preset, and where a phase is missing, unknown or no number of seconds
 */
export function startUpOf(startUp: string | StartUp, instanceType: string | undefined): StartUp {
  if (typeof startUp !== 'string') {
    return checkStartUp(startUp);
  }
  if (startUp === 'cached' || startUp === 'uncached') {
    const measured = instanceType?.startsWith('ml.g5.') === true ? 'customer-g5.2xlarge' : 'qwen3-8b-g6.2xlarge';
    return PRESETS[startUp === 'cached' ? `${measured}-cached` : measured];
  }
  if (!Object.hasOwn(PRESETS, startUp)) {
    throw fieldError('startUp', startUp, `cached, uncached, ${Object.keys(PRESETS).join(', ')}, or phases of your own`);
  }
  return PRESETS[startUp];
}

/** SageMaker caches container images by itself on instances with accelerators, since June 2026. */
export function defaultStartUp(instanceType: string | undefined): { startUp: StartUp; note: string } {
  const isCached = instanceFacts(instanceType) !== undefined;
  const startUp = startUpOf(isCached ? 'cached' : 'uncached', instanceType);
  const why = isCached ? 'with container image caching, which accelerators have by themselves' : 'without container image caching';
  return {
    startUp,
    note: `starts in ${totalSeconds(startUp)} s, ${why}. Measured: ${startUp.source ?? ''} Give your own with --start-up.`,
  };
}

function checkStartUp(startUp: StartUp): StartUp {
  const fields = startUp as unknown as Record<string, unknown>;
  const stranger = Object.keys(fields).find((field) => ![...PHASES, ...OTHERS].includes(field));
  if (stranger !== undefined) {
    throw fieldError(`startUp.${stranger}`, fields[stranger], `no field of that name, but ${[...PHASES, ...OTHERS].join(', ')}`);
  }
  PHASES.forEach((phase) => checkNumber(`startUp.${phase}`, fields[phase], { min: 0 }));
  return startUp;
}
