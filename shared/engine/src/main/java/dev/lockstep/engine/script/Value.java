package dev.lockstep.engine.script;

/** What an expression comes to. */
sealed interface Value {
    /** No value. */
    enum Nothing implements Value {
        UNDEFINED,
        NULL
    }

    /** True or false. */
    record Bool(boolean holds) implements Value {
        private static final Bool TRUE = new Bool(true);
        private static final Bool FALSE = new Bool(false);

        static Bool of(boolean holds) {
            return holds ? TRUE : FALSE;
        }
    }

    /** A number, of which there is but the one kind. */
    record Num(double number) implements Value {}

    /** A text. */
    record Text(String text) implements Value {
        static final Text EMPTY = new Text("");
    }

    /** What is the same as itself alone. */
    sealed interface Thing extends Value permits Obj, Arr, Fn, Keyed, Moment, Regex {}
}
