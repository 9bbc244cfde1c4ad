using System.Reflection.Metadata;
using System.Text.Json;

namespace RtcHub.Packages.Tests.Support;

/// <summary>A portable PDB: where a debugger finds the sources.</summary>
internal sealed class SymbolFile(byte[] bytes) : IDisposable
{
    // Portable PDB v1.0, "Language Independent Debug Information".
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private readonly MetadataReaderProvider _provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(bytes));

    private MetadataReader Reader => _provider.GetMetadataReader();

    /// <summary>Patterns of file names, and the addresses that they stand for.</summary>
    public IReadOnlyDictionary<string, string> Links
    {
        get
        {
            var link = Find(EntityHandle.ModuleDefinition).Single(information => Reader.GetGuid(information.Kind) == SourceLink);
            return JsonElement.Parse(Reader.GetBlobBytes(link.Value)).GetProperty("documents").Deserialize<Dictionary<string, string>>()!;
        }
    }

    /// <summary>The sources that are not in the file itself.</summary>
    public IEnumerable<string> LinkedSources => Reader.Documents
        .Where(document => Find(document).All(information => Reader.GetGuid(information.Kind) != EmbeddedSource))
        .Select(document => Reader.GetString(Reader.GetDocument(document).Name));

    public void Dispose() => _provider.Dispose();

    private IEnumerable<CustomDebugInformation> Find(EntityHandle parent) =>
        Reader.GetCustomDebugInformation(parent).Select(Reader.GetCustomDebugInformation);
}
