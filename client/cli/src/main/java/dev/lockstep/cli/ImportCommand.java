package dev.lockstep.cli;

import dev.lockstep.cli.conductor.Importing;
import dev.lockstep.cli.conductor.Source;
import dev.lockstep.cli.conductor.Sources;
import dev.lockstep.cli.conductor.Verdict;
import dev.lockstep.cli.text.Column;
import dev.lockstep.cli.text.Style;
import dev.lockstep.cli.text.Terminal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code lockstep import}. */
@Command(
        name = "import",
        description = "Registers definitions of Conductor's, and tells of each what is supported and what is not.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all were registered or, in a dry run, would be",
            "1:some were refused, or the server could not be reached",
            "2:a file cannot be read or holds no definition; nothing was registered"
        })
final class ImportCommand implements Callable<Integer> {
    @Mixin
    private Server server = new Server();

    @Parameters(
            paramLabel = "<file>",
            arity = "1..*",
            description = "Files, and folders of .json files: definitions of workflows, tasks and event handlers, lists"
                    + " of them, or an export that has several lists.")
    private List<Path> files = List.of();

    @Option(names = "--dry-run", description = "Have the server look at them, and register none.")
    private boolean dryRun;

    @Override
    public Integer call() throws Exception {
        Sources.Found found = Sources.in(files);
        found.passedOver().forEach(note -> server.err().println("lockstep: " + Terminal.printable(note)));
        return server.call(client -> {
            Importing importing = new Importing(client, dryRun);
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            ArrayNode definitions = all.putArray("definitions");
            int refused = 0;
            for (Source source : found.inOrder()) {
                Verdict verdict = importing.take(source);
                definitions.add(verdict.json());
                refused += verdict.isRefused() ? 1 : 0;
                if (!server.wantsJson()) {
                    print(verdict, server.out(), server.style());
                }
            }
            all.put("accepted", definitions.size() - refused).put("refused", refused);
            server.print(all, this::printSum);
            return refused == 0 ? 0 : 1;
        });
    }

    /** As soon as it is known, since there may be many. */
    private static void print(Verdict verdict, PrintWriter out, Style style) {
        Source source = verdict.source();
        String word = verdict.result().word();
        String version = source.version().map(number -> " " + number).orElse("");
        out.println(style.status(word, word)
                + " ".repeat(Math.max(1, 12 - word.length()))
                + Terminal.printable(source.kind().word() + " "
                        + (source.name().isBlank() ? "without a name" : source.name()) + version + "  "
                        + source.place()));
        verdict.notes().forEach(note -> out.println("  " + Terminal.printable(note.text())));
        out.flush();
    }

    private void printSum(JsonNode all, PrintWriter out, Style style) {
        out.println();
        out.println(Column.textOf(all.path("accepted")) + (dryRun ? " would be registered, " : " registered, ")
                + Column.textOf(all.path("refused")) + " refused");
    }
}
