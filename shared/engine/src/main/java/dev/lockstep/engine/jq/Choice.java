package dev.lockstep.engine.jq;

import dev.lockstep.engine.language.LimitExceeded;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done when there is no other output from where the evaluation is: where it goes on, or what it leaves behind. */
sealed interface Choice {
    /** Another filter for the same input. */
    record Other(Expr filter, Work.Context context, Stack stack) implements Choice {}

    /** The next element. */
    record NextElement(Arr array, int index, Path path, Stack stack) implements Choice {}

    /** The next field. */
    record NextField(Obj object, List<String> keys, int index, Path path, Stack stack) implements Choice {}

    /** The next output of a function. */
    record NextOutput(Iterator<Value> outputs, Path path, Stack stack) implements Choice {}

    /** All elements of an array are there. */
    record Gathered(List<Value> elements, Path path, Stack stack) implements Choice {}

    /** What is kept is what was wanted. */
    record Kept(Work.Cell cell, Stack stack) implements Choice {}

    /** What is kept, if anything. */
    record KeptIfAny(Work.Cell cell, Stack stack) implements Choice {}

    /** The right side of an alternative, unless the left came to something. */
    record Fallback(Work.Cell found, Expr right, Work.Context context, Stack stack) implements Choice {}

    /** Where errors are caught. Each is one of its own, which work finds again. */
    final class Guard implements Choice {
        private final @Nullable Expr handler;
        private final Work.@Nullable Attempt next;
        private final Work.Context context;
        private final Stack stack;

        /**
         * One.
         *
         * @param handler what the error goes to
         * @param context of the handler
         * @param next what is tried in its stead
         */
        Guard(@Nullable Expr handler, Work.Context context, Work.@Nullable Attempt next, Stack stack) {
            this.handler = handler;
            this.context = context;
            this.next = next;
            this.stack = stack;
        }

        @Nullable
        Expr handler() {
            return handler;
        }

        Work.@Nullable Attempt next() {
            return next;
        }

        Work.Context context() {
            return context;
        }

        Stack stack() {
            return stack;
        }
    }

    /** From here on up, an error is not the guard's to catch. */
    record Outside(Guard guard) implements Choice {}

    /** Up to here all choices are dropped by whoever knows this one. */
    final class Cut implements Choice {}

    /**
     * The choices that there are.
     *
     * @param count how many
     * @param held how many pieces of work they hold on to
     */
    record Choices(Choice top, @Nullable Choices below, int count, long held) {
        static Choices of(Choice choice, @Nullable Choices below, int depth) {
            int count = below == null ? 1 : below.count + 1;
            long held = depth + (below == null ? 0 : below.held);
            if (count > Limits.CHOICES || held > Limits.HELD) {
                throw new LimitExceeded("the query recurses too deeply");
            }
            return new Choices(choice, below, count, held);
        }
    }
}
