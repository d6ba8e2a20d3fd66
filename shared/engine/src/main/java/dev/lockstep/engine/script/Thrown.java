package dev.lockstep.engine.script;

/** What a script threw, or what its evaluation threw for it. */
final class Thrown extends RuntimeException {
    private final transient Value value;
    private final boolean own;

    /**
     * One.
     *
     * @param own whether the script says so itself
     */
    Thrown(Value value, boolean own) {
        super(null, null, false, false);
        this.value = value;
        this.own = own;
    }

    boolean isOwn() {
        return own;
    }

    Value value() {
        return value;
    }
}
