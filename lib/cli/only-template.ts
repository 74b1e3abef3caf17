import { simulatable } from '../simulation/scenario/choose-deployment';
import { readTemplate } from '../simulation/template/read-template';
import { readTemplateFile, templatesAt } from './template-files';

/** The template at the path, or the only one of a folder in which there is something to simulate. @throws where that is not one */
export function onlyTemplate(path: string): string {
  const files = templatesAt(path);
  if (files.length === 1) {
    return files[0];
  }
  const suitable = files.filter((file) => simulatable(readTemplate(readTemplateFile(file))).length > 0);
  if (suitable.length !== 1) {
    const [what, which] = suitable.length === 0 ? ['no template', files] : [`${suitable.length} templates`, suitable];
    throw new Error(`${path}: ${what} with something to simulate, name one:\n${which.map((file) => `  ${file}`).join('\n')}`);
  }
  return suitable[0];
}
