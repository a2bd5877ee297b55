/** Costly questions that many ask at the same time are asked of the database once. */

/**
 * `millis`: how old an answer may be, by the `now` of who asks. Questions are the same when all but their `now` is; a
 * failed answer is not kept.
 */
export function shareAnswers<Question extends { readonly now: number }, Answer>(
  ask: (question: Question) => Promise<Answer>,
  millis: number,
): (question: Question) => Promise<Answer> {
  const known = new Map<string, { readonly at: number; readonly answer: Promise<Answer> }>();
  const isFresh = (at: number, now: number): boolean => now >= at && now - at < millis;
  return (question) => {
    const { now, ...rest } = question;
    const key = JSON.stringify(rest);
    const found = known.get(key);
    if (found !== undefined && isFresh(found.at, now)) return found.answer;
    for (const [other, { at }] of known) if (!isFresh(at, now)) known.delete(other);
    const answer = ask(question);
    known.set(key, { at: now, answer });
    answer.catch(() => known.delete(key));
    return answer;
  };
}
