// Benchmarks in JavaScript, the same work as in Smalltalk and Java. For each line "NAME SIZE" of standard input one
// line "NANOS RESULT" is printed.
'use strict';

class Lehmer {
    constructor(seed) {
        this.seed = seed;
    }

    below(limit) {
        this.seed = this.seed * 16807 % 2147483647;
        return this.seed % limit;
    }
}

function benchFib(n) {
    return n < 2 ? 1 : benchFib(n - 1) + benchFib(n - 2) + 1;
}

class Queens {
    run(size) {
        this.size = size;
        this.columns = new Array(size + 1).fill(true);
        this.rising = new Array(size + size + 1).fill(true);
        this.falling = new Array(size + size + 1).fill(true);
        return this.waysFrom(1);
    }

    waysFrom(row) {
        if (row > this.size) {
            return 1;
        }
        let ways = 0;
        for (let column = 1; column <= this.size; column++) {
            if (this.isFree(row, column)) {
                this.set(row, column, false);
                ways += this.waysFrom(row + 1);
                this.set(row, column, true);
            }
        }
        return ways;
    }

    isFree(row, column) {
        return this.columns[column] && this.rising[row + column] && this.falling[row - column + this.size];
    }

    set(row, column, free) {
        this.columns[column] = free;
        this.rising[row + column] = free;
        this.falling[row - column + this.size] = free;
    }
}

class Disc {
    constructor(size) {
        this.size = size;
        this.below = null;
    }
}

class Towers {
    run(size) {
        this.piles = [null, null, null, null];
        for (let each = size; each >= 1; each--) {
            this.push(new Disc(each), 1);
        }
        this.moves = 0;
        this.move(size, 1, 3);
        return this.moves;
    }

    move(count, source, target) {
        if (count === 1) {
            this.moveTop(source, target);
            return;
        }
        const other = 6 - source - target;
        this.move(count - 1, source, other);
        this.moveTop(source, target);
        this.move(count - 1, other, target);
    }

    moveTop(source, target) {
        this.push(this.pop(source), target);
        this.moves++;
    }

    push(disc, pile) {
        const top = this.piles[pile];
        if (top !== null && disc.size >= top.size) {
            throw new Error('a larger disc on a smaller one');
        }
        disc.below = top;
        this.piles[pile] = disc;
    }

    pop(pile) {
        const top = this.piles[pile];
        if (top === null) {
            throw new Error('no disc is left');
        }
        this.piles[pile] = top.below;
        top.below = null;
        return top;
    }
}

class Permutations {
    run(size) {
        this.elements = [];
        for (let i = 0; i <= size; i++) {
            this.elements.push(i);
        }
        this.sum = 0;
        this.permute(size);
        return this.sum;
    }

    permute(count) {
        if (count === 1) {
            this.sum += this.elements[1] * this.elements[this.elements.length - 1];
            return;
        }
        for (let i = 1; i <= count; i++) {
            this.permute(count - 1);
            if (i < count) {
                this.exchange(count % 2 === 0 ? i : 1, count);
            }
        }
    }

    exchange(i, j) {
        const element = this.elements[i];
        this.elements[i] = this.elements[j];
        this.elements[j] = element;
    }
}

class Ball {
    constructor(random) {
        this.x = random.below(1000);
        this.y = random.below(1000);
        this.dx = random.below(61) - 30;
        this.dy = random.below(61) - 30;
    }

    move() {
        let met = false;
        this.x += this.dx;
        this.y += this.dy;
        if (this.x > 1000) {
            this.x = 1000;
            this.dx = -Math.abs(this.dx);
            met = true;
        }
        if (this.x < 0) {
            this.x = 0;
            this.dx = Math.abs(this.dx);
            met = true;
        }
        if (this.y > 1000) {
            this.y = 1000;
            this.dy = -Math.abs(this.dy);
            met = true;
        }
        if (this.y < 0) {
            this.y = 0;
            this.dy = Math.abs(this.dy);
            met = true;
        }
        return met;
    }
}

class Bounce {
    run(size) {
        const random = new Lehmer(1);
        const balls = [];
        for (let i = 0; i < 100; i++) {
            balls.push(new Ball(random));
        }
        let bounces = 0;
        for (let step = 0; step < size; step++) {
            for (const each of balls) {
                if (each.move()) {
                    bounces++;
                }
            }
        }
        return bounces;
    }
}

class Mandelbrot {
    run(size) {
        let sum = 0;
        for (let row = 0; row < size; row++) {
            const ci = 2.0 * row / size - 1.0;
            for (let column = 0; column < size; column++) {
                sum += this.steps(3.0 * column / size - 2.0, ci);
            }
        }
        return sum;
    }

    steps(cr, ci) {
        let zr = 0, zi = 0, zr2 = 0, zi2 = 0, steps = 0;
        while (steps < 50 && zr2 + zi2 <= 4.0) {
            zi = 2.0 * zr * zi + ci;
            zr = zr2 - zi2 + cr;
            zr2 = zr * zr;
            zi2 = zi * zi;
            steps++;
        }
        return steps;
    }
}

const programs = {
    benchFib: {run: benchFib},
    queens: new Queens(),
    towers: new Towers(),
    permutations: new Permutations(),
    bounce: new Bounce(),
    mandelbrot: new Mandelbrot(),
};

require('readline').createInterface({input: process.stdin}).on('line', line => {
    const [name, size] = line.split(' ');
    const start = process.hrtime.bigint();
    const result = programs[name].run(Number(size));
    const nanos = process.hrtime.bigint() - start;
    process.stdout.write(nanos + ' ' + result + '\n');
});
