package dev.lockstep.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lockstep completion}. */
@Command(
        name = "completion",
        description = "Prints a script by which a shell completes this program's commands.",
        footer = {"", "In ~/.bashrc or ~/.zshrc:  source <(lockstep completion bash)"})
final class CompletionCommand implements Callable<Integer> {
    /** What scripts there are. The one for bash tells by itself when zsh reads it. */
    enum Shell {
        bash,
        zsh
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "<shell>", description = "${COMPLETION-CANDIDATES}")
    @SuppressWarnings("UnusedVariable") // picocli refuses any other
    private Shell shell = Shell.bash;

    @Override
    public Integer call() {
        String script = AutoComplete.bash(spec.root().name(), spec.root().commandLine());
        spec.commandLine().getOut().print(script);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
