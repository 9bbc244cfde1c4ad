namespace RtcHub.Packages.Tests.Support;

/// <summary>An npm project with what the client's README installs for Node, and the program that it shows.</summary>
internal sealed class NodeProject
{
    private const string Readme = "client/rtchub/README.md";
    private const string Program = "bot.mjs";

    private NodeProject(string folder) => Folder = folder;

    public string Folder { get; }

    public static async Task<NodeProject> CreateAsync(Packed packed)
    {
        var client = new NodeProject(packed.EmptyFolder());
        var install = Document.CommandsWith(Readme, "@roamhq/wrtc").Replace(" rtchub ", $" {packed.NpmPackage} ", StringComparison.Ordinal);
        await Shell.RunAsync(client.Folder, $"npm init -y\n{install}");
        return client;
    }

    /// <summary>Someone in the topic of the README, who greets everyone there through a data channel and says who did.</summary>
    public RunningProgram Join(string url, string name)
    {
        var file = $"{name}.mjs";
        var program = Document.Script(Readme, Program)
            .Replace("http://localhost:5080", url, StringComparison.Ordinal)
            .Replace("\"Bot\"", $"\"{name}\"", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(Folder, file), program);
        return RunningProgram.Start(Folder, $"node {file}");
    }
}
