/** A gateway that decides asks its question, and each of its flows carries an answer. */
import type { DiagramRule } from './diagram';

const deciding = ['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway'];

export const questionsAndAnswers: DiagramRule = {
  name: 'questions and answers',
  check({ nodes, flows }) {
    return nodes
      .filter(({ type }) => deciding.includes(type))
      .flatMap(({ id, name }) => {
        const answers = flows.filter(({ source }) => source === id);
        if (answers.length < 2) return [];
        const isQuestion = /\?\*?$/.test(name);
        const unanswered = answers
          .filter((flow) => flow.name === '')
          .map((flow) => `${flow.id} has no answer`);
        return isQuestion ? unanswered : [`${id} asks no question`, ...unanswered];
      });
  },
};
