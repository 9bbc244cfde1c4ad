using System.Globalization;
using Spectre.Console;

namespace RtcHub.Bench;

/// <summary>Figures for people to read: a line for each work, a column for each service.</summary>
internal static class FigureTable
{
    public static void Print(IReadOnlyList<Figure> figures)
    {
        var services = figures.Select(figure => figure.Service).Distinct().ToArray();
        var table = new Table().AddColumn("work").AddColumn("unit");
        foreach (var service in services)
            table.AddColumn(new TableColumn(service).RightAligned());
        foreach (var line in figures.GroupBy(figure => (figure.Work, figure.Unit)))
        {
            table.AddRow([line.Key.Work, line.Key.Unit, .. services.Select(service =>
                line.FirstOrDefault(figure => figure.Service == service) is { } figure ? Text(figure.Median) : "–")]);
        }

        AnsiConsole.Write(table);
    }

    /// <summary>Three digits, or all of a larger number.</summary>
    public static string Text(double value) =>
        value.ToString(Math.Abs(value) >= 1_000 ? "N0" : "G3", CultureInfo.InvariantCulture);
}
