package dev.lockstep.engine.expression;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One JSONata expression, ready to run. The library keeps state in a parsed expression and in the thread that parsed it,
 * and promises little about sharing either; so a parsed expression is used by one evaluation at a time: the idle one is
 * taken and put back, and where it is taken already another is parsed.
 */
final class Program {
    private final String source;
    private final String guarded;
    private final Set<String> functions;
    private final AtomicReference<@Nullable Machine> idle = new AtomicReference<>();

    /**
     * @param source as its author wrote it
     * @param guarded the same, as it is run
     * @param functions those of the library that it names
     */
    Program(String source, String guarded, Set<String> functions) {
        this.source = source;
        this.guarded = guarded;
        this.functions = functions;
    }

    String source() {
        return source;
    }

    /** Parses by the library too, which finds what {@link Grammar} leaves to it. */
    void check() throws SyntaxFault {
        try {
            idle.set(new Machine());
        } catch (JException e) {
            throw new SyntaxFault(Messages.of(e), guarded.equals(source) ? e.getLocation() : -1);
        } catch (StackOverflowError e) {
            throw new SyntaxFault("the expression nests too deeply", -1);
        } catch (RuntimeException e) {
            // The library's tokenizer runs off the end of some unfinished expressions.
            throw new SyntaxFault("the expression is not valid JSONata", -1);
        }
    }

    /** Evaluates to the library's value; null where the expression is undefined. */
    @Nullable
    Object run(Object root, Meter meter) throws EvaluationException {
        try {
            Machine taken = idle.getAndSet(null);
            Machine machine = taken == null ? new Machine() : taken;
            Object result = machine.run(root, meter);
            meter.rethrow();
            // One that failed may be left in any state, and is dropped.
            idle.set(machine);
            return result;
        } catch (StackOverflowError e) {
            throw failed("the evaluation nests too deeply");
        } catch (RuntimeException e) {
            throw failed(Messages.of(e));
        }
    }

    private EvaluationException failed(String reason) {
        return new EvaluationException("${" + Messages.cut(source) + "}: " + reason);
    }

    private final class Machine {
        // The library's tokenizer runs off the end of a comment that ends the source.
        private final Jsonata jsonata = Jsonata.jsonata(guarded + " ");
        private @Nullable Meter meter;

        Machine() {
            jsonata.setValidateInput(false);
            jsonata.setOutputConvertNulls(false);
            jsonata.registerFunction(Callees.GUARD, Callees.guard());
            for (String name : functions) {
                jsonata.registerFunction(name, new Guarded(Builtins.declared(name), this::meter));
            }
            leaveTheThread();
        }

        /**
         * The library takes what it parsed last on a thread for the place to keep the state of all that it evaluates there. Were
         * that a machine, which another thread may run meanwhile, one expression would meet the functions of another. So it is
         * something that nobody runs.
         */
        private static void leaveTheThread() {
            Jsonata.jsonata("0");
        }

        private Meter meter() {
            if (meter == null) {
                throw new IllegalStateException("a function outlived its evaluation");
            }
            return meter;
        }

        @Nullable
        Object run(Object root, Meter running) {
            meter = running;
            try {
                Jsonata.Frame frame = jsonata.createFrame();
                frame.setEvaluateEntryCallback((expression, input, environment) -> running.enter());
                frame.setEvaluateExitCallback((expression, input, environment, result) -> running.leave(result));
                return jsonata.evaluate(root, frame);
            } finally {
                meter = null;
            }
        }
    }
}
