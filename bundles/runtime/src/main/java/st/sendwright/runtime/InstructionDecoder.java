package st.sendwright.runtime;

/**
 * Finds where x86-64 instructions end and where they lead. It knows what code of the VM may consist of, and takes all else for
 * forbidden: what enters the operating system or needs its rights, far jumps, ports, strings of bytes, x87 and vectors of more
 * than 128 bits. It was written from the manual's opcode maps and shares nothing with the assembler that back ends use.
 *
 * <p>Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, appendix A (opcode map) and 2.1
 * (instruction format).
 */
final class InstructionDecoder {

    /** Where an instruction leads. */
    enum Flow {
        /** To the one behind it. */
        NEXT,
        /** To its target. */
        JUMP,
        /** To its target or the one behind it. */
        BRANCH,
        /** To its target, and then behind itself. */
        CALL,
        /** Where a register or memory says. */
        COMPUTED_JUMP,
        COMPUTED_CALL,
        RETURN,
        /** Nowhere that it may. */
        FORBIDDEN
    }

    /**
     * An instruction.
     *
     * @param target offset that it leads to, where it says one
     * @param distanceBytes how many of its last bytes are a distance: 0, 1 or 4
     */
    record Instruction(int offset, int length, Flow flow, int target, int distanceBytes) {

        int end() {
            return offset + length;
        }
    }

    /**
     * The map of opcodes of one byte, sixteen a line. {@code .} forbidden, {@code n} no operands, {@code m} ModRM,
     * {@code b} ModRM and a byte, {@code z} ModRM and four bytes, {@code i} a byte, {@code w} four bytes, {@code q} four bytes or
     * eight with REX.W, {@code 2} two bytes and a return, {@code p} prefix, {@code x} REX, {@code 0} the second map, and what leads
     * elsewhere: {@code j J} with a byte's distance, {@code c D} with four, {@code r} return. {@code F f G g P S s}: as the
     * ModRM says.
     */
    private static final String ONE_BYTE = """
            mmmmiw..mmmmiw.0
            mmmmiw..mmmmiw..
            mmmmiw..mmmmiw..
            mmmmiw..mmmmiw..
            xxxxxxxxxxxxxxxx
            nnnnnnnnnnnnnnnn
            ...m..p.wzib....
            jjjjjjjjjjjjjjjj
            bz.bmmmmmmmm.m.P
            nnnnnnnnnn......
            ........iw......
            iiiiiiiiqqqqqqqq
            bb2r..Ss.n......
            mmmm............
            ........cD.J....
            ..pp..Ff......Gg
            """.replace("\n", "");

    /** The second map, behind 0F: {@code K} is a branch with four bytes' distance, {@code 3} the third map. */
    private static final String TWO_BYTES = """
            ................
            mm..mmmm.......m
            ........mmm.mmmm
            ..........3.....
            mmmmmmmmmmmmmmmm
            mmmmmmmmmmmmmmmm
            mmmmmmmmmmmmmmmm
            bbbbmmm.......mm
            KKKKKKKKKKKKKKKK
            mmmmmmmmmmmmmmmm
            ...mbm.....mbm.m
            mm.m..mmm.bmmmmm
            mmbmbbb.nnnnnnnn
            .mmmmmmmmmmmmmmm
            mmmmmm.mmmmmmmmm
            .mmmmmmmmmmmmmm.
            """.replace("\n", "");

    private static final int OPERAND_SIZE = 0x66;
    private static final int REX_W = 8;
    private static final int ROUND_SINGLE = 0x0A;
    private static final int ROUND_DOUBLE = 0x0B;
    private static final int MOST_BYTES = 15;

    private final byte[] code;
    private final int end;
    private int at;
    private boolean isOver;

    /** @param end where code ends; no instruction reaches behind it */
    InstructionDecoder(byte[] code, int end) {
        this.code = code;
        this.end = end;
    }

    private int next() {
        if (at >= end) {
            isOver = true;
            return 0;
        }
        return code[at++] & 0xFF;
    }

    /** The instruction at an offset. */
    Instruction at(int offset) {
        at = offset;
        isOver = false;
        int opcode = next();
        boolean isShort = false;
        int rex = 0;
        while (kind(ONE_BYTE, opcode) == 'p') {
            isShort |= opcode == OPERAND_SIZE;
            opcode = next();
        }
        if (kind(ONE_BYTE, opcode) == 'x') {
            rex = opcode;
            opcode = next();
        }
        char kind = kind(ONE_BYTE, opcode);
        if (kind == '0') {
            kind = kind(TWO_BYTES, next());
        }
        if (kind == '3') {
            // All of that map that is known: numbers are rounded.
            int third = next();
            kind = third == ROUND_SINGLE || third == ROUND_DOUBLE ? 'b' : '.';
        }
        Flow flow = operands(kind, isShort ? 2 : 4, (rex & REX_W) != 0);
        int length = at - offset;
        if (isOver || length > MOST_BYTES || flow == Flow.FORBIDDEN) {
            return new Instruction(offset, Math.max(1, length), Flow.FORBIDDEN, -1, 0);
        }
        int distanceBytes = switch (kind) {
            case 'j', 'J' -> 1;
            case 'c', 'D', 'K' -> 4;
            default -> 0;
        };
        if (isShort && distanceBytes != 0) {
            // Processors do not agree on what it means.
            return new Instruction(offset, length, Flow.FORBIDDEN, -1, 0);
        }
        return new Instruction(offset, length, flow, distanceBytes == 0 ? -1 : at + distance(distanceBytes), distanceBytes);
    }

    private static char kind(String map, int opcode) {
        return map.charAt(opcode);
    }

    private int distance(int bytes) {
        if (bytes == 1) {
            return code[at - 1];
        }
        return code[at - 4] & 0xFF | (code[at - 3] & 0xFF) << 8 | (code[at - 2] & 0xFF) << 16 | code[at - 1] << 24;
    }

    /** Skips what follows the opcode. */
    private Flow operands(char kind, int immediate, boolean isWide) {
        switch (kind) {
            case 'n' -> {
                return Flow.NEXT;
            }
            case 'm' -> {
                modRm();
                return Flow.NEXT;
            }
            case 'b' -> {
                modRm();
                return skip(1, Flow.NEXT);
            }
            case 'z' -> {
                modRm();
                return skip(immediate, Flow.NEXT);
            }
            case 'i' -> {
                return skip(1, Flow.NEXT);
            }
            case 'w' -> {
                return skip(immediate, Flow.NEXT);
            }
            case 'q' -> {
                return skip(isWide ? 8 : immediate, Flow.NEXT);
            }
            case '2' -> {
                return skip(2, Flow.RETURN);
            }
            case 'r' -> {
                return Flow.RETURN;
            }
            case 'j' -> {
                return skip(1, Flow.BRANCH);
            }
            case 'J' -> {
                return skip(1, Flow.JUMP);
            }
            case 'K' -> {
                return skip(4, Flow.BRANCH);
            }
            case 'D' -> {
                return skip(4, Flow.JUMP);
            }
            case 'c' -> {
                return skip(4, Flow.CALL);
            }
            default -> {
                return group(kind, immediate);
            }
        }
    }

    /** Opcodes whose ModRM says what they are. */
    private Flow group(char kind, int immediate) {
        if ("FfGgPSs".indexOf(kind) < 0) {
            return Flow.FORBIDDEN;
        }
        int extension = modRm() >> 3 & 7;
        return switch (kind) {
            // test has an immediate; not, neg, mul, imul, div, idiv have none.
            case 'F' -> extension <= 1 ? skip(1, Flow.NEXT) : Flow.NEXT;
            case 'f' -> extension <= 1 ? skip(immediate, Flow.NEXT) : Flow.NEXT;
            case 'G' -> extension <= 1 ? Flow.NEXT : Flow.FORBIDDEN;
            case 'P' -> extension == 0 ? Flow.NEXT : Flow.FORBIDDEN;
            case 'S' -> extension == 0 ? skip(1, Flow.NEXT) : Flow.FORBIDDEN;
            case 's' -> extension == 0 ? skip(immediate, Flow.NEXT) : Flow.FORBIDDEN;
            default -> switch (extension) {
                case 0, 1, 6 -> Flow.NEXT;
                case 2 -> Flow.COMPUTED_CALL;
                case 4 -> Flow.COMPUTED_JUMP;
                // Far calls and jumps.
                default -> Flow.FORBIDDEN;
            };
        };
    }

    private Flow skip(int bytes, Flow flow) {
        for (int i = 0; i < bytes; i++) {
            next();
        }
        return flow;
    }

    /** Skips an operand in a register or in memory; answers the byte that says which. */
    private int modRm() {
        int modRm = next();
        int mode = modRm >> 6;
        if (mode == 3) {
            return modRm;
        }
        int base = modRm & 7;
        if (base == 4) {
            base = next() & 7;
        } else if (base == 5 && mode == 0) {
            // Beside the instruction pointer.
            skip(4, Flow.NEXT);
            return modRm;
        }
        skip(mode == 1 ? 1 : mode == 2 || base == 5 ? 4 : 0, Flow.NEXT);
        return modRm;
    }
}
