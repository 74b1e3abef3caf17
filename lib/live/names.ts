import { TemplatePlan } from '../simulation/template/read-template';

/** Physical names by what stands for them in a template: a logical id, a parameter, or a pseudo parameter. */
export type GivenNames = Readonly<Record<string, string>>;

/** What only CloudFormation knows, as the template reader writes it. */
export function isOpen(text: string): boolean {
  return text.includes('${');
}

/**
 * The plan with the names that things have in the account.
 *
 * They come from the template itself, which writes the names of its endpoints and components out, or are given: those win.
 *
 * @throws with everything that a name is needed for
 */
export function withNames(plan: TemplatePlan, given: GivenNames): TemplatePlan {
  const own = [...plan.endpoints, ...plan.components].flatMap(({ logicalId, name }) =>
    name === undefined || name === `\${${logicalId}}` ? [] : [[logicalId, name]],
  );
  const names: GivenNames = { ...(Object.fromEntries(own) as GivenNames), ...given };
  const resolved = mapTexts(plan, (text) => resolve(text, names)) as TemplatePlan;
  const named: TemplatePlan = {
    ...resolved,
    endpoints: resolved.endpoints.map((endpoint) => ({ ...endpoint, name: given[endpoint.logicalId] ?? endpoint.name })),
    components: resolved.components.map((component) => ({ ...component, name: given[component.logicalId] ?? component.name })),
    scalableTargets: resolved.scalableTargets.map((target) => ({ ...target, resourceId: given[target.logicalId] ?? target.resourceId })),
  };
  const wanted = [...new Set(wantedNames(named))];
  if (wanted.length > 0) {
    throw new Error(
      `CloudFormation gives names that the template does not say. Say what they are in the account:\n  ${wanted.join('\n  ')}`,
    );
  }
  return named;
}

/** A name may be made of others; one that is made of itself is none. */
function resolve(text: string, names: GivenNames, depth = 0): string {
  return text.replace(/\$\{([^{}.]+)(?:\.[^{}]*)?\}/g, (whole, id: string) =>
    Object.hasOwn(names, id) && depth < 10 ? resolve(names[id], names, depth + 1) : whole,
  );
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') {
    return map(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => mapTexts(item, map));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, map)]))
    : value;
}

function wantedNames({ endpoints, components, scalableTargets }: TemplatePlan): string[] {
  const nameless = ({ name }: { readonly name?: string }): boolean => name === undefined || isOpen(name);
  // Whoever says these says what is made of them.
  const ids = new Set([...endpoints, ...components].filter(nameless).flatMap(({ logicalId, name = '' }) => [logicalId, ...openIds(name)]));
  return [
    ...endpoints.filter(nameless).map(({ logicalId }) => `--name ${logicalId}=<name of the endpoint>`),
    ...components.filter(nameless).map(({ logicalId }) => `--name ${logicalId}=<name of the inference component>`),
    ...scalableTargets
      .filter(({ resourceId }) => isOpen(resourceId) && !openIds(resourceId).some((id) => ids.has(id)))
      .flatMap(({ logicalId, resourceId }) => {
        const [id] = openIds(resourceId);
        return id === undefined
          ? `--name ${logicalId}=endpoint/<name of the endpoint>/variant/<name of the variant>`
          : `--name ${id}=<its value in ${resourceId}>`;
      }),
  ];
}

function openIds(text: string): string[] {
  return [...text.matchAll(/\$\{([\w:]+)(?:\.[\w.]*)?\}/g)].map(([, id]) => id);
}
