import { ComponentPlan, ScalableTargetPlan, TemplatePlan, VariantPlan } from '../template/read-template';
import { shortName, shortNames } from './names';

/** What gets requests and may scale: the instances of a variant, or the copies of a component. */
export interface DeployedTarget {
  /** What a person calls it. */
  readonly name: string;
  /** Whatever else it is called: logical ids, names, the resource that Application Auto Scaling knows. */
  readonly aliases: readonly string[];
  /** Undefined where the count stays as it is. */
  readonly scaling?: ScalableTargetPlan;
  readonly component?: ComponentPlan;
}

/** What is simulated together, because it shares instances: a variant, or the components of a variant. */
export interface Deployment {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: 'variant' | 'components';
  /** Undefined where the endpoint is in another template. */
  readonly variant?: VariantPlan;
  /** Of the requests to the endpoint, which part this variant gets. */
  readonly share: number;
  readonly targets: readonly DeployedTarget[];
}

const VARIANT = 'sagemaker:variant:DesiredInstanceCount';
const COMPONENT = 'sagemaker:inference-component:DesiredCopyCount';

/** Everything in a template that can be simulated. */
export function deploymentsOf(plan: TemplatePlan): Deployment[] {
  const components = plan.components.filter(({ base }) => base === undefined);
  const nameOf = shortNames([...plan.endpoints, ...components].map(({ logicalId }) => logicalId));
  const toTarget = (component: ComponentPlan): DeployedTarget => {
    const scaling = plan.scalableTargets.find((target) => scalesComponent(target, component));
    const name = nameOf(component.logicalId);
    const aliases = [name, component.logicalId, component.name, ...(scaling === undefined ? [] : [scaling.logicalId, scaling.resourceId])];
    return { name, aliases, scaling, component };
  };
  const ofVariants = [...plan.variants, ...plan.shadowVariants]
    .filter(({ instanceTypes }) => instanceTypes.length > 0)
    .map((variant) => {
      const its = components.filter((component) => standsOn(component, variant)).map(toTarget);
      return ofVariant(variant, nameOf(variant.endpoint), plan, its);
    });
  const placed = new Set(ofVariants.flatMap(({ targets }) => targets.map(({ component }) => component)));
  const elsewhere = components.filter((component) => !placed.has(component));
  const ofElsewhere = [...new Set(elsewhere.map(({ endpoint }) => endpoint))].map((endpoint): Deployment => {
    const name = shortName(exportNames(endpoint).replace(/^\$\{([^.{}]+).*\}$/, '$1'));
    const targets = elsewhere.filter((component) => component.endpoint === endpoint).map(toTarget);
    return { name, aliases: [name, endpoint, ...targets.flatMap(({ aliases }) => aliases)], kind: 'components', share: 1, targets };
  });
  const found = [...ofVariants, ...ofElsewhere];
  const scaled = new Set(found.flatMap(({ targets }) => targets.map(({ scaling }) => scaling)));
  return [...found, ...plan.scalableTargets.filter((target) => !scaled.has(target)).flatMap(ofImported)];
}

function ofVariant(variant: VariantPlan, short: string, plan: TemplatePlan, components: readonly DeployedTarget[]): Deployment {
  const siblings = plan.variants.filter(({ endpoint }) => endpoint === variant.endpoint);
  // A shadow gets a copy of every request.
  const isShadow = plan.shadowVariants.includes(variant);
  const isOnly = siblings.length === 1 && !isShadow;
  const name = isOnly ? short : `${short}/${variant.variantName}`;
  const paths = [short, variant.endpoint, variant.endpointName].filter((path) => path !== undefined);
  const aliases = [name, ...paths.map((path) => `${path}/${variant.variantName}`), ...(isOnly ? [...paths, variant.variantName] : [])];
  if (components.length > 0) {
    const all = [...aliases, ...components.flatMap((target) => target.aliases)];
    return { name, aliases: all, kind: 'components', variant, share: 1, targets: components };
  }
  const weights = siblings.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const scaling = plan.scalableTargets.find((target) => scalesVariant(target, variant));
  const all = scaling === undefined ? aliases : [...aliases, scaling.logicalId, scaling.resourceId];
  const share = isShadow ? 1 : weights > 0 ? (variant.weight ?? 1) / weights : 0;
  return { name, aliases: all, kind: 'variant', variant, share, targets: [{ name, aliases: all, scaling }] };
}

/** A scalable target of something that this template does not create. */
function ofImported(scaling: ScalableTargetPlan): Deployment[] {
  const { scalableDimension, resourceId, logicalId } = scaling;
  if (scalableDimension !== VARIANT && scalableDimension !== COMPONENT) {
    return [];
  }
  const name = exportNames(resourceId.replace(/^(endpoint|inference-component)\//, '').replace('/variant/', '/'));
  const aliases = [name, resourceId, logicalId, shortName(logicalId)];
  const kind = scalableDimension === VARIANT ? 'variant' : 'components';
  return [{ name, aliases, kind, share: 1, targets: [{ name, aliases, scaling }] }];
}

/** With what is imported called as it is exported. */
function exportNames(text: string): string {
  return text.replace(/\$\{\{"Fn::ImportValue":"([^"]*)"\}\}/g, '$1');
}

function standsOn({ endpoint, variantName }: ComponentPlan, variant: VariantPlan): boolean {
  const isSame = namesOf(variant.endpoint, variant.endpointName).includes(endpoint);
  return isSame && (variantName === undefined || variantName === variant.variantName);
}

function scalesVariant({ scalableDimension, resourceId }: ScalableTargetPlan, variant: VariantPlan): boolean {
  const [, endpoint, name] = /^endpoint\/(.*)\/variant\/(.*)$/.exec(resourceId) ?? [];
  return (
    scalableDimension === VARIANT && name === variant.variantName && namesOf(variant.endpoint, variant.endpointName).includes(endpoint)
  );
}

function scalesComponent({ scalableDimension, resourceId }: ScalableTargetPlan, { logicalId, name }: ComponentPlan): boolean {
  const ids = [...namesOf(logicalId, name), `\${${logicalId}.InferenceComponentName}`].map((id) => `inference-component/${id}`);
  return scalableDimension === COMPONENT && ids.includes(resourceId);
}

/** What stands for a resource in a template: its name where it has one of its own, else a reference. */
export function namesOf(logicalId: string, name: string | undefined): string[] {
  return [`\${${logicalId}.EndpointName}`, `\${${logicalId}}`, ...(name === undefined ? [] : [name])];
}
