/** What Application Auto Scaling calls a variant. */
export function variantResourceId(endpointName: string, variantName: string): string {
  return `endpoint/${endpointName}/variant/${variantName}`;
}

/** What Application Auto Scaling calls an inference component. */
export function componentResourceId(name: string): string {
  return `inference-component/${name}`;
}

/** What a resource id names; undefined where it is of another form. */
export function readResourceId(
  resourceId: string,
): { readonly endpoint: string; readonly variant: string } | { readonly component: string } | undefined {
  const [, endpoint, variant] = /^endpoint\/([^/]+)\/variant\/([^/]+)$/.exec(resourceId) ?? [];
  if (endpoint !== undefined) {
    return { endpoint, variant };
  }
  const [, component] = /^inference-component\/([^/]+)$/.exec(resourceId) ?? [];
  return component === undefined ? undefined : { component };
}
