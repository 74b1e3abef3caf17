import { Scenario, TargetScenario } from '../engine/scenario';
import { StartUp } from '../fleet/start-up';
import { nearest } from '../nearest';
import { readTemplate, Template, TemplatePlan, VariantPlan } from '../template/read-template';
import { ResolvedTemplate, resolveTemplate } from '../template/resolve-template';
import { checkEvents } from './check-events';
import { checkKnown } from './check-known';
import { checkLinks, noteUnattached } from './check-links';
import { checkOptions } from './check-options';
import { chooseDeployment } from './choose-deployment';
import { dealTraffic } from './deal-traffic';
import { defaultStartUp, startUpOf } from './default-start-up';
import { Deployment } from './deployment';
import { devicesOf, fleetOf } from './fleet-of';
import { noteLateRequests } from './late-requests';
import { leaveOut } from './leave-out';
import { pick } from './names';
import { Note, noteBook } from './notes';
import { routingOf } from './routing-of';
import { demandTarget, initialCapacity, scalingOf } from './scaling-of';
import { ScenarioOptions } from './scenario-options';
import { serviceOf } from './service-of';

/** What of a template is simulated, and how. */
export interface TemplateScenario {
  /** The endpoint or variant. */
  readonly name: string;
  readonly scenario: Scenario;
  /** Which of the targets is meant by `target`. @default - that is none alone: they share instances, and are simulated together */
  readonly target?: string;
  /** What was assumed, left out or replaced on the way, a sentence each. */
  readonly notes: readonly string[];
}

/** Resources whose being there or not makes a difference. */
const MATTERS = /^AWS::(SageMaker|ApplicationAutoScaling|CloudWatch)::/;

/**
 * Makes a scenario of what a CloudFormation template deploys.
 *
 * @throws where the template has nothing to simulate, several and nobody says which, something that only CloudFormation knows, or a
 * policy that cannot be simulated
 */
export function scenarioOf(template: Template, options: ScenarioOptions): TemplateScenario {
  const { note, notes } = noteBook();
  checkOptions(options);
  const resolved = resolveTemplate(template, options.parameters);
  checkLinks(resolved);
  const plan = readTemplate(resolved.template);
  const deployment = chooseDeployment(plan, options.target);
  const isLeftOut = leaveOut(deployment, options.leaveOut ?? []);
  checkKnown(resolved, deployment, isLeftOut);
  noteResolved(resolved, Object.keys(template.Parameters ?? {}), note);
  noteUnattached(resolved, plan, note);
  noteServedTogether(plan, deployment, note);

  const instanceType = instanceTypeOf(deployment.variant, options.instanceType, note);
  const traffic = dealTraffic(deployment, options, note);
  const { assumptions, events, seed, horizonSeconds } = options;
  if (horizonSeconds !== undefined) {
    noteLateRequests(traffic, horizonSeconds, note);
  }
  checkEvents(events ?? [], traffic);
  const startUp = startUpFor(options.startUp, instanceType, note);
  const routing = routingOf(deployment.variant, note);
  const devices = devicesOf(deployment, instanceType, note);
  const targets = deployment.targets.map((target, i): TargetScenario => {
    const scaling = scalingOf(target, deployment, traffic[i], options, isLeftOut, note);
    return {
      name: target.name,
      traffic: traffic[i],
      service: serviceOf(target, deployment, options.service, instanceType, note),
      startUp,
      scaling,
      initialCapacity: initialCapacity(target, deployment, scaling),
      devicesPerCopy: devices === undefined ? 1 : (target.component?.acceleratorDevices ?? 0),
      routing,
      demandTarget: options.demandTarget ?? demandTarget(scaling),
    };
  });
  const fleet = fleetOf(deployment, targets, devices, options.pricePerInstanceHour, note);
  const scenario = { targets, fleet, events, assumptions, seed, horizonSeconds };
  return { name: deployment.name, target: targetOf(deployment, options.target), scenario, notes };
}

/** What of the template was given in vain, or was not known. */
function noteResolved({ template, unused, undecided, hangsOn }: ResolvedTemplate, parameters: readonly string[], note: Note): void {
  for (const name of unused) {
    const [near] = nearest(name, parameters);
    note(`Parameter ${name} was given and the template does not ask for it.${near === undefined ? '' : ` Did you mean ${near}?`}`);
  }
  undecided
    .filter(({ logicalId }) => MATTERS.test(template.Resources?.[logicalId]?.Type ?? ''))
    .forEach(({ logicalId, condition }) => {
      const names = hangsOn(condition);
      const way = names.length === 0 ? '' : ` Say what it hangs on: ${names.map((name) => `--parameter '${name}=…'`).join(' ')}`;
      note(`${logicalId} exists only under the condition ${condition}, which is not known: taken as if it held.${way}`);
    });
}

/** Whose requests are served by others, or by nobody; and what is not looked at. */
function noteServedTogether({ components, shadowVariants, nestedStacks }: TemplatePlan, { kind, variant }: Deployment, note: Note): void {
  const adapters = components.filter(({ base }) => base !== undefined).map(({ logicalId }) => logicalId);
  if (adapters.length > 0 && kind === 'components') {
    note(`Requests to adapters are served by the copies of their base, and belong to its traffic: ${adapters.join(', ')}.`);
  }
  if (shadowVariants.some((shadow) => shadow !== variant && shadow.endpoint === variant?.endpoint)) {
    note('Shadow variants are left out: nobody waits for their answers.');
  }
  if (nestedStacks.length > 0) {
    note(`Nested stacks are not looked into, simulate the templates of their own: ${nestedStacks.join(', ')}.`);
  }
}

function instanceTypeOf(variant: VariantPlan | undefined, given: string | undefined, note: Note): string | undefined {
  const [first, ...others] = variant?.instanceTypes ?? [];
  if (others.length > 0 && given === undefined) {
    note(`Every instance is taken for ${first}, the preferred one; ${others.join(', ')} may serve at another speed.`);
  }
  return given ?? first;
}

function startUpFor(given: ScenarioOptions['startUp'], instanceType: string | undefined, note: Note): StartUp {
  if (given !== undefined) {
    return startUpOf(given, instanceType);
  }
  const { startUp, note: text } = defaultStartUp(instanceType);
  note(`A new instance ${text}`);
  return startUp;
}

/** The name of an endpoint that its components share means all of them. */
function targetOf({ targets }: Deployment, wanted: string | undefined): string | undefined {
  return targets.length === 1 ? targets[0].name : wanted === undefined ? undefined : pick(targets, wanted)?.name;
}
