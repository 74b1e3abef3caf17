import { parseServiceProfile } from '../service/parse-service-profile';
import { SERVICE_PRESETS } from '../service/service-presets';
import { ServiceProfile } from '../service/service-profile';
import { fieldError } from '../traffic/check-number';

const PRESETS: Readonly<Record<string, ServiceProfile>> = SERVICE_PRESETS;
const G5 = 'llama-3-8b-vllm-g5.2xlarge';
const INF2 = 'llama-3-8b-tgi-inf2.xlarge';

/** What was measured where. */
const MEASURED_ON: Readonly<Record<string, string>> = { [G5]: 'ml.g5.2xlarge', [INF2]: 'ml.inf2.xlarge' };

/** @throws where there is no such preset, naming those that there are */
export function serviceProfile(service: string | ServiceProfile): ServiceProfile {
  if (typeof service !== 'string') {
    return parseServiceProfile(service);
  }
  if (!Object.hasOwn(PRESETS, service)) {
    throw fieldError('service', service, `${Object.keys(PRESETS).join(', ')}, or a profile of your own`);
  }
  return PRESETS[service];
}

/** The measurement that is nearest to what a template deploys, and in which way it is not the same. */
export function defaultService(instanceType: string | undefined, model: string | undefined): { profile: ServiceProfile; note?: string } {
  const preset = instanceType?.startsWith('ml.inf2.') === true ? INF2 : G5;
  const profile = PRESETS[preset];
  const unknown = 'an instance type that the template does not say (--instance-type)';
  const reasons = [
    ...(instanceType === MEASURED_ON[preset] ? [] : [`no measurement for ${instanceType ?? unknown}`]),
    ...(model === undefined || /llama.?3.*8b/i.test(model) ? [] : [`none of ${model}`]),
  ];
  const note = `served as ${profile.name}: ${reasons.join(', ')}. Waits may be far off: measure your own and give it with --service.`;
  return { profile, note: reasons.length === 0 ? undefined : note };
}
