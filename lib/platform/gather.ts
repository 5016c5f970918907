/** Does one thing for several askers at once; answers in their order. */
type RunAll<Q, A> = (asks: readonly Q[]) => Promise<readonly A[]>;

interface Waiting<Q, A> {
  readonly ask: Q;
  readonly answer: PromiseWithResolvers<A>;
}

/**
 * Lets those who ask while another is served go together next, by key: what each would lock and commit in turn is
 * locked and committed once (a group commit). Whoever comes alone waits for nobody. When a group is refused, each of
 * it is served alone, so that everyone gets the answer to what he asked and to nothing else.
 */
export function gathering<Q, A>(runAll: RunAll<Q, A>, { most }: { most: number }): (key: string, ask: Q) => Promise<A> {
  const queues = new Map<string, Waiting<Q, A>[]>();

  async function serve(group: readonly Waiting<Q, A>[]): Promise<void> {
    try {
      const answers = await runAll(group.map(({ ask }) => ask));
      group.forEach(({ answer }, i) => answer.resolve(answers[i]!));
    } catch (error) {
      if (group.length === 1) group[0]!.answer.reject(error);
      else for (const one of group) await serve([one]);
    }
  }

  async function serveAll(key: string, queue: Waiting<Q, A>[]): Promise<void> {
    while (queue.length > 0) await serve(queue.splice(0, most));
    queues.delete(key);
  }

  return (key, ask) => {
    const answer = Promise.withResolvers<A>();
    const queue = queues.get(key);
    if (queue) {
      queue.push({ ask, answer });
    } else {
      const opened = [{ ask, answer }];
      queues.set(key, opened);
      serveAll(key, opened);
    }
    return answer.promise;
  };
}
