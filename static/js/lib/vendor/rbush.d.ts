export interface Box {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

export class RBush<T> {
  constructor(maxEntries?: number);
  search(box: Box): T[];
  collides(box: Box): boolean;
  load(items: readonly T[]): this;
  insert(item: T): this;
  remove(item: T, equals?: (a: T, b: T) => boolean): this;
  clear(): this;
  all(): T[];
}
