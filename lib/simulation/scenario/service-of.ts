import { ServiceProfile } from '../service/service-profile';
import { defaultService, serviceProfile } from './default-service';
import { DeployedTarget, Deployment } from './deployment';
import { Note } from './notes';
import { pickTarget } from './pick-target';
import { ScenarioOptions, Service } from './scenario-options';

/** How fast a target serves: as somebody says, else as what was measured nearest to its instances and its model. */
export function serviceOf(
  target: DeployedTarget,
  { targets, variant }: Deployment,
  service: ScenarioOptions['service'],
  instanceType: string | undefined,
  note: Note,
): ServiceProfile {
  const own = service === undefined || isOneService(service) ? service : namedService(service, target, targets);
  if (own !== undefined) {
    return serviceProfile(own);
  }
  const nearest = defaultService(instanceType, target.component?.model ?? variant?.model);
  if (nearest.note !== undefined) {
    note(`${target.name} is ${nearest.note}`);
  }
  return nearest.profile;
}

function isOneService(service: NonNullable<ScenarioOptions['service']>): service is Service {
  return typeof service === 'string' || 'stepSeconds' in service;
}

function namedService(
  services: Readonly<Record<string, Service>>,
  target: DeployedTarget,
  targets: readonly DeployedTarget[],
): Service | undefined {
  return Object.entries(services).find(([wanted]) => pickTarget('service', targets, wanted) === target)?.[1];
}
