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

    /// <summary>Two people meet, and hear each other through a data channel.</summary>
    public async Task MeetAsync(string url, string otherUrl)
    {
        using var ada = Join(url, "Ada");
        using var bob = Join(otherUrl, "Bob");
        await ada.SaysAsync("Bob says hello");
        await bob.SaysAsync("Ada says hello");
    }

    private RunningProgram Join(string url, string name)
    {
        var file = $"{name}.mjs";
        var program = Document.Script(Readme, Program)
            .Replace("http://localhost:5080", url, StringComparison.Ordinal)
            .Replace("\"Bot\"", $"\"{name}\"", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(Folder, file), program);
        return RunningProgram.Start(Folder, $"node {file}");
    }
}
