import { App } from 'aws-cdk-lib';
import { EXAMPLES } from '../examples';

const app = new App();
for (const [name, Example] of Object.entries(EXAMPLES)) {
  new Example(app, name);
}
