using RtcHub.Chaos.Processes;

namespace RtcHub.Server.Tests.Support;

/// <summary>The tables of a page of the documentation.</summary>
internal static class DocumentedTable
{
    /// <summary>The rows of all tables whose first column has that head, cell by cell.</summary>
    public static IEnumerable<string[]> Rows(string page, string firstHead)
    {
        var isInside = false;
        foreach (var line in File.ReadLines(BuiltServer.RepositoryFile(page)))
        {
            if (!line.StartsWith('|'))
                isInside = false;
            else if (line.StartsWith($"| {firstHead} |", StringComparison.Ordinal))
                isInside = true;
            else if (isInside && !line.StartsWith("|-", StringComparison.Ordinal))
                yield return [.. line.Split('|')[1..^1].Select(cell => cell.Trim())];
        }
    }
}
