import { Scenario } from './engine/scenario';
import { simulate } from './engine/simulate';
import { Outcome, outcomeOf } from './outcome';
import { summarize } from './record/summarize';
import { scenarioOf } from './scenario/scenario-of';
import { ScenarioOptions } from './scenario/scenario-options';
import { Template } from './template/read-template';

/** What to replay: requests, against what a template deploys. */
export interface ReplayOptions extends ScenarioOptions {
  /** A CloudFormation template, such as `Template.fromStack(stack).toJSON()`. */
  readonly template: Template;
}

/**
 * Replays requests against the scaling policies of a template, and says how it went.
 *
 *     const { queueWait } = replay({ template: Template.fromStack(stack).toJSON(), traffic });
 *     expect(queueWait.p95).toBeLessThan(2);
 *
 * @throws where the template cannot be simulated, with what is missing and how to give it
 */
export function replay({ template, ...options }: ReplayOptions): Outcome {
  const { name, scenario, notes } = scenarioOf(template, options);
  return replayScenario(scenario, name, notes);
}

/** The same of a scenario, such as one that was changed. */
export function replayScenario(scenario: Scenario, name = 'scenario', notes: readonly string[] = []): Outcome {
  const record = simulate(scenario);
  return outcomeOf(name, summarize(record), record, notes);
}
