import { InferenceAmiVersion } from './inference-ami-version';

/** The newest first. */
const KNOWN = [
  InferenceAmiVersion.GPU_4_1,
  InferenceAmiVersion.GPU_3_1,
  InferenceAmiVersion.GPU_2_1,
  InferenceAmiVersion.GPU_2,
  InferenceAmiVersion.NEURON_2,
];

/** The newest of the machine images that containers need: a driver runs what was built for an older one. One of no known age wins. None
 * where some need GPUs and some Neuron devices. */
export function newestAmiVersion(needed: readonly (InferenceAmiVersion | undefined)[]): InferenceAmiVersion | undefined {
  const platforms = new Set(needed.flatMap((version) => (version === undefined ? [] : [version.name.includes('-neuron-')])));
  if (platforms.size > 1) {
    return undefined;
  }
  const age = ({ name }: InferenceAmiVersion) => KNOWN.findIndex((known) => known.name === name);
  return needed.filter((version) => version !== undefined).sort((a, b) => age(a) - age(b))[0];
}
