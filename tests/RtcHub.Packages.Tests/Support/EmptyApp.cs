using RtcHub.Tests.Support;

namespace RtcHub.Packages.Tests.Support;

/// <summary>An application in an empty folder, made and started with the words of a document.</summary>
internal sealed class EmptyApp(Packed packed, string document)
{
    private readonly string _parent = packed.EmptyFolder();

    public string Folder => Path.Combine(_parent, "Calls");

    /// <summary>Runs the document's first commands up to <c>dotnet run</c>.</summary>
    public Task CreateAsync(params (string, string)[] environment)
    {
        var commands = Document.CommandsWith(document, "dotnet new").Split('\n').TakeWhile(command => !command.StartsWith("dotnet run", StringComparison.Ordinal));
        return Shell.RunAsync(_parent, string.Join('\n', commands), [.. packed.Environment, .. environment]);
    }

    /// <summary>Makes the document's program that of the application; <paramref name="redis"/> is where it finds Redis.</summary>
    public void Write(string redis = "") =>
        File.WriteAllText(Path.Combine(Folder, "Program.cs"), Document.Program(document).Replace("localhost:6379", redis, StringComparison.Ordinal));

    public static string FreeUrl() => $"http://localhost:{RedisProcess.FreePort()}";

    /// <summary>Builds and starts it.</summary>
    public async Task<RunningProgram> StartAsync(string url)
    {
        var command = Document.CommandsWith(document, "dotnet run").Split('\n').First(line => line.StartsWith("dotnet run", StringComparison.Ordinal));
        var program = RunningProgram.Start(Folder, command.Replace("http://localhost:5080", url, StringComparison.Ordinal), packed.Environment);
        await program.SaysAsync($"Now listening on: {url}");
        return program;
    }
}
