/** What may stand inside an element, in which order: positions and what may follow each (Glushkov's automaton). */

/** A place for one element: a declared one, with what may stand for it, or any of another namespace. */
export interface Leaf {
  /** As messages list it: `"uri":local` or `WC[##other:"uri"]`. */
  readonly label: string;
  matches(uri: string, local: string): boolean;
}

export type Particle =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Particle[] }
  | { readonly kind: 'repeat'; readonly part: Particle; readonly min: number; readonly max: number };

interface Shape {
  readonly nullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

const EMPTY: Shape = { nullable: true, first: [], last: [] };
const START = -1;

export class ContentModel {
  private readonly leaves: Leaf[] = [];
  private readonly follow: Set<number>[] = [];
  private readonly shape: Shape;

  constructor(particle: Particle | undefined) {
    this.shape = particle === undefined ? EMPTY : this.build(particle);
  }

  begin(): readonly number[] {
    return [START];
  }

  /** The places that the element may have taken; none when it may not stand here. */
  step(places: readonly number[], uri: string, local: string): readonly number[] {
    return this.after(places).filter((next) => this.leaves[next]?.matches(uri, local));
  }

  isComplete(places: readonly number[]): boolean {
    return places.some((place) => (place === START ? this.shape.nullable : this.shape.last.includes(place)));
  }

  /** What might come next. */
  expected(places: readonly number[]): readonly string[] {
    return [...new Set(this.after(places).map((place) => this.leaves[place]?.label ?? ''))];
  }

  private after(places: readonly number[]): readonly number[] {
    const next = new Set(
      places.flatMap((place) => (place === START ? this.shape.first : [...(this.follow[place] ?? [])])),
    );
    return [...next].sort((a, b) => a - b);
  }

  private build(particle: Particle): Shape {
    switch (particle.kind) {
      case 'leaf': {
        const place = this.leaves.push(particle.leaf) - 1;
        this.follow[place] = new Set();
        return { nullable: false, first: [place], last: [place] };
      }
      case 'sequence':
        return particle.parts.map((part) => this.build(part)).reduce((a, b) => this.join(a, b), EMPTY);
      case 'choice': {
        const shapes = particle.parts.map((part) => this.build(part));
        return {
          nullable: shapes.some(({ nullable }) => nullable),
          first: shapes.flatMap(({ first }) => first),
          last: shapes.flatMap(({ last }) => last),
        };
      }
      case 'repeat':
        return this.repeat(particle.part, particle.min, particle.max);
    }
  }

  private join(left: Shape, right: Shape): Shape {
    this.link(left.last, right.first);
    return {
      nullable: left.nullable && right.nullable,
      first: left.nullable ? [...left.first, ...right.first] : left.first,
      last: right.nullable ? [...left.last, ...right.last] : right.last,
    };
  }

  private repeat(part: Particle, min: number, max: number): Shape {
    if (max === Infinity) {
      const needed = Array.from({ length: Math.max(min, 1) }, () => this.build(part));
      const last = needed.at(-1) ?? EMPTY;
      this.link(last.last, last.first);
      const all = needed.reduce((a, b) => this.join(a, b), EMPTY);
      return { ...all, nullable: all.nullable || min === 0 };
    }
    const copies = Array.from({ length: max }, (_, index) => {
      const shape = this.build(part);
      return index < min ? shape : { ...shape, nullable: true };
    });
    return copies.reduce((a, b) => this.join(a, b), EMPTY);
  }

  private link(from: readonly number[], to: readonly number[]): void {
    for (const place of from) for (const next of to) this.follow[place]?.add(next);
  }
}
