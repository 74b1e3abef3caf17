import { Account, ACTIONS, Question } from './account';
import { explainError, isNotFound } from './explain-error';

type Input<Q extends Question> = Parameters<Account[Q]>[0];
type Answer<Q extends Question> = Awaited<ReturnType<Account[Q]>>;

/** Asks once. Undefined where there is no such thing; any other refusal is an error that says what to do. */
export async function ask<Q extends Question>(account: Account, question: Q, input: Input<Q>): Promise<Answer<Q> | undefined> {
  try {
    return await (account[question] as (input: Input<Q>) => Promise<Answer<Q>>)(input);
  } catch (error) {
    if (isNotFound(error)) {
      return undefined;
    }
    throw explainError(error, { action: ACTIONS[question], region: account.region });
  }
}

type Paged = { readonly [Q in Question]: 'NextToken' extends keyof Answer<Q> ? Q : never }[Question];

/** Asks until there is no further page, or a page says that those after it are of no use. */
export async function askAll<Q extends Paged, T>(
  account: Account,
  question: Q,
  input: Input<Q>,
  pick: (answer: Answer<Q>) => T[] | undefined,
  isLast: (page: readonly T[]) => boolean = () => false,
): Promise<T[]> {
  const all: T[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await ask(account, question, { ...input, NextToken });
    const page = (answer && pick(answer)) ?? [];
    all.push(...page);
    NextToken = isLast(page) ? undefined : answer?.NextToken;
  } while (NextToken !== undefined);
  return all;
}

/** As many parts of a list as it takes where a question takes only so many at once. */
export function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
