<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Count</name>
    <message>
        <source>node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>edge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>edges</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>task runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tasks run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run is going on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>runs are going on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>further finding is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>further findings are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unread notification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unread notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run</source>
        <translation>次运行</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>次运行</translation>
    </message>
    <message>
        <source>outlier</source>
        <translation>个异常值</translation>
    </message>
    <message>
        <source>outliers</source>
        <translation>个异常值</translation>
    </message>
    <message>
        <source>change</source>
        <translation>处变化</translation>
    </message>
    <message>
        <source>changes</source>
        <translation>处变化</translation>
    </message>
    <message>
        <source>row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>member</source>
        <translation>个成员</translation>
    </message>
    <message>
        <source>members</source>
        <translation>个成员</translation>
    </message>
    <message>
        <source>element</source>
        <translation>个元素</translation>
    </message>
    <message>
        <source>elements</source>
        <translation>个元素</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Open a DAG, or run an example</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HoverCard</name>
    <message>
        <source>%1 in  ·  %2 out</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Hud</name>
    <message>
        <source>NODE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NODES</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>EDGE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>EDGES</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ZOOM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2, show the next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drag  orbit   ·   shift-drag  pan   ·   wheel  zoom   ·   F  fit   ·   arrows  walk</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Isolation</name>
    <message>
        <source>process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sandbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>container</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Log</name>
    <message>
        <source> … %1 more on this line</source>
        <translation> … 这一行还有 %1</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>when something happens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next slot %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>schedule cannot be read: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> after %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, then x%1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, required</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, default %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resources</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 core</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all before it ended and one of its edges holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one of its edges holds, whatever the others do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing before it failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing before it failed and one of its edges holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing before it was skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all before it ended, however</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all its edges hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for an answer of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for a run of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Execution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time-out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One task per element of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One task per line of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items are named</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Succeeds with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 % of its items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Again until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Again while</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, at most %2 times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starts when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cleans up after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reduce stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Partitioned by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Isolation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>may use the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>external: launched after the journal is on disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an earlier result may stand for it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>intensive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starts after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leads to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runtime</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Artifact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Body</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Component</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edges</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tasks at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result depends on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ran because</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How it ran</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limits held by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPUs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exit code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Work directory</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Look and language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours of the whole window, the universe included.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cyberpunk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing glides, fades or flows; states change at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the engine reports about files and runs stays in English.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On top of what the screen asks for. It takes effect at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Font of texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of an installed family; empty: the theme&apos;s own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Font of figures and code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of an installed family with letters of one width; empty: the theme&apos;s own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open what was open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the next start the same DAG is open, with the same node selected and the camera where it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tell the desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While the window is not the active one, the desktop&apos;s own notifications say what happened; a click brings the window to the front.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs that succeeded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also runs that ended well are told to the desktop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wall display</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds per page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long orrery-cockpit --wall shows a page before the next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limits of DAG files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes of a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A larger file is not read by the cockpit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes of a DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A DAG with more nodes is refused, with this setting&apos;s name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edges of a DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A DAG with more edges is refused, with this setting&apos;s name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values of a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Texts, numbers, objects and lists together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth of a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How deep objects and lists may nest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>YAML aliases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes reached through aliases; a small file could otherwise grow without bound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length of an id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ids name directories and files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings listed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further ones are counted only.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Time</name>
    <message>
        <source>d MMM HH:mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM yyyy HH:mm:ss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM yyyy HH:mm:ss.zzz</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Universe</name>
    <message>
        <source>No DAG is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 nodes, %3 edges</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::bridge::DagDocument</name>
    <message>
        <source>this is a directory; open a DAG file inside it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is larger than the limit of %2 (setting limits.maxBytes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>record of run %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::bridge::RunFacade</name>
    <message>
        <source>task %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::bridge::SessionBridge</name>
    <message>
        <source>List the DAGs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::cockpit::Screenshot</name>
    <message>
        <source>no picture within %1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::models::DagListModel</name>
    <message>
        <source>Schedule: %1. It fires once it was switched on: orrery schedule on FILE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, broken: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::models::FindingsModel</name>
    <message>
        <source> not shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Severity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::models::RunTableModel</name>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::models::TaskTableModel</name>
    <message>
        <source>task %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::monitors::CourseView</name>
    <message>
        <source>the run was created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 got its place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 succeeded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a retry was asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed, to be retried</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelling was asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held or released</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was answered by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the run ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more became known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is due again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrows step from fact to fact, Home and End go to its ends, Space plays it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading what happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>idle for %1, drawn short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+%1   %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing runs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::monitors::MonitorPanel</name>
    <message>
        <source>Task CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Task mem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run mem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run yet. Press F8 to run the open DAG.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It used too little to be measured.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the first sample.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a task.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has not started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>average</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>peak</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::monitors::PlotWidget</name>
    <message>
        <source>%1 cores</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::monitors::ResourceOverview</name>
    <message>
        <source>CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MEM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>–</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for GPUs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resource overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 of %3 cores busy, %4 reserved by tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 of %3 in use, %4 reserved by tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2: %3 %, %4 of %5, %6 °C</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::monitors::RunChart</name>
    <message>
        <source>Run in detail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seconds since the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU and memory of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as sampled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>averages from the record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run is watched</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::CloseDialog</name>
    <message>
        <source>Runs are going on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept running, the engine goes on in the background and nothing is lost. Find them again by starting the cockpit, or in a terminal:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel runs and quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel run and quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep running in the background</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::CommandPalette</name>
    <message>
        <source>Search and commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search DAGs, nodes, runs, actions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::LogPanel</name>
    <message>
        <source>Search the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow the end of the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run, no log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F8 runs the open DAG.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No task is selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a task to follow its log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 printed nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the first line of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log cannot be read</source>
        <translation>日志无法读取</translation>
    </message>
</context>
<context>
    <name>orrery::shell::LogView</name>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy all lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy selected lines</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::MainWindow</name>
    <message>
        <source>Workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What ran</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Monitors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 errors, %2 warnings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 tasks in %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is not reachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New work is held back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run&apos;s past could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  %2 / %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  %2  %3 / %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>then %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run the open DAG; with Shift, ask for its parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run with parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the watched run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry failed tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run the failed, cancelled and skipped tasks of the watched run again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What runs goes on; nothing else starts until it is released</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that is held goes on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let one held task go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search and commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fly to the selected node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart of the run in detail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Orrery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the time bar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play the run, or pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the fact before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the next fact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the failure or retry before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the next failure or retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the beginning of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the newest state of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter the workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset the layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no DAG open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DAG files (*.json *.yaml *.yml *.pb *.dot);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orrery %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A desktop cockpit for DAGs. Free software under the GNU General Public License, version 3 or later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made by run %1</source>
        <translation>由运行 %1 产生</translation>
    </message>
    <message>
        <source>%1 is of no run</source>
        <translation>%1 不属于任何运行</translation>
    </message>
</context>
<context>
    <name>orrery::shell::NodePanel</name>
    <message>
        <source>Reading the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No DAG is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a file, or choose one in the workspace.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing could be read from this file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The problems list says why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::NotificationPopup</name>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended and refused runs are announced here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::PanelDocks</name>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panels</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::ParameterDialog</name>
    <message>
        <source>Parameters of this run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill in what is marked with *.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::ProblemsPanel</name>
    <message>
        <source>Problems of the open file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is read again whenever it changes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No DAG is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings of the open file appear here with line and column.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::RanPanel</name>
    <message>
        <source>This task could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as shell command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open its run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 20 lines of the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May it go on?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has run yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F8 runs the open DAG; then select a task to see its command, environment and results.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No task is selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a node in the universe or a task in the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading what ran</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>attempt %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The work directory was left empty and is gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It had not been started at this moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has not been started in this run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run this task and what follows it again, in the same run</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::RunControl</name>
    <message>
        <source>Nothing to run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a DAG first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file cannot run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct its errors; the problems list names each with line and column.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The record of a run is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its file says something else now. Open the file to run that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has nodes that its file has not. Open the file to run that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was started from text that is not at hand.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::RunsPanel</name>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting the engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs of this home appear here, also those started in a terminal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch this run</source>
        <translation>观察这次运行</translation>
    </message>
    <message>
        <source>Compare with the watched run</source>
        <translation>与所观察的运行比较</translation>
    </message>
</context>
<context>
    <name>orrery::shell::TasksPanel</name>
    <message>
        <source>Tasks of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by name, state, reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run is watched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a run, or press F8 to run the open DAG.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the tasks</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::TimeBar</name>
    <message>
        <source>To the fact before (Left)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the next fact (Right)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How fast it plays (Up, Down)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The newest state is shown (End)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the newest state (End)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 / %2   %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Idle gaps are drawn and crossed quickly</source>
        <translation>空闲的间隔画短并快速越过</translation>
    </message>
</context>
<context>
    <name>orrery::shell::TopBar</name>
    <message>
        <source>Search DAGs, nodes, runs, actions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed in as %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine %1 in %2, process %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::UniversePanel</name>
    <message>
        <source>DAG universe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The task list at the bottom holds the same nodes as a table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole DAG (Ctrl+0)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file cannot run.  </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The DAG as run %1 ran it, version %2. Its file says something else now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run %1 has grown: %2 more than its file has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The DAG as run %1 ran it, from its record; its file is not at hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file as it is now. Run %1 ran version %2 of it, so its states are not shown on these nodes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what ran</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>   and %1 more in Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cores  %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s CPU  %2 peak</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::WorkspacePanel</name>
    <message>
        <source>Filter by name, tag, owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter the workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DAGs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No DAG has these words in its name, tags, owner or path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening the home</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is not reachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No DAG yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a file with Ctrl+O, drop one here, or put it into the dags folder of the home.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::universe::UniverseScene</name>
    <message>
        <source>%1 of %2 items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 items</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::widgets::CodeView</name>
    <message>
        <source>Program</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::widgets::Settings</name>
    <message>
        <source>must be true or false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be one of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a whole number from %1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no such setting</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::widgets::StateFrame</name>
    <message>
        <source>Stale since %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AlertText</name>
    <message>
        <source>a rule is an object with id, series and above or below</source>
        <translation>规则是一个对象，含 id、series 以及 above 或 below</translation>
    </message>
    <message>
        <source>unknown key; a rule has id, series, above or below, for, on</source>
        <translation>未知的键；规则有 id、series、above 或 below、for、on</translation>
    </message>
    <message>
        <source>a rule needs a name</source>
        <translation>规则需要一个名字</translation>
    </message>
    <message>
        <source>%1 is not measured; there are %2</source>
        <translation>不测量 %1；可用的有 %2</translation>
    </message>
    <message>
        <source>say either above or below</source>
        <translation>请写 above 或 below 其中之一</translation>
    </message>
    <message>
        <source>the bound is a number from 0 on</source>
        <translation>界限是不小于 0 的数</translation>
    </message>
    <message>
        <source>%1 is no duration such as PT30S</source>
        <translation>%1 不是 PT30S 这样的时长</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>应为 true 或 false</translation>
    </message>
    <message>
        <source>CPU of a host</source>
        <translation>主机的 CPU</translation>
    </message>
    <message>
        <source>Memory of a host</source>
        <translation>主机的内存</translation>
    </message>
    <message>
        <source>Disk of the home</source>
        <translation>主目录所在的磁盘</translation>
    </message>
    <message>
        <source>Use of a GPU</source>
        <translation>GPU 的使用</translation>
    </message>
    <message>
        <source>Memory of a GPU</source>
        <translation>GPU 的内存</translation>
    </message>
    <message>
        <source>Time of a run against its median</source>
        <translation>运行时间与其中位数之比</translation>
    </message>
    <message>
        <source>Tasks that wait</source>
        <translation>等待中的任务</translation>
    </message>
    <message>
        <source>Wait of a run for its turn</source>
        <translation>运行等待轮到自己的时间</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>the file is an object with a list named rules</source>
        <translation>文件应为一个对象，含名为 rules 的列表</translation>
    </message>
    <message>
        <source>unknown key; there is rules</source>
        <translation>未知的键；只有 rules</translation>
    </message>
    <message>
        <source>%1 is the name of another rule</source>
        <translation>%1 已是另一条规则的名字</translation>
    </message>
</context>
<context>
    <name>Data</name>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
</context>
<context>
    <name>Explain</name>
    <message>
        <source>; its definition was changed</source>
        <translation>；它的定义已改动</translation>
    </message>
    <message>
        <source>; it computed more</source>
        <translation>；它计算得更多</translation>
    </message>
    <message>
        <source>; it computed less</source>
        <translation>；它计算得更少</translation>
    </message>
    <message>
        <source>; its CPU time is the same, so it waited for something else</source>
        <translation>；它的 CPU 时间不变，可见它在等别的东西</translation>
    </message>
    <message>
        <source>; it read and wrote more</source>
        <translation>；它读写得更多</translation>
    </message>
    <message>
        <source>; it read and wrote less</source>
        <translation>；它读写得更少</translation>
    </message>
    <message>
        <source>The first run %1, the second %2</source>
        <translation>第一次运行%1，第二次%2</translation>
    </message>
    <message>
        <source>%1 %2 before and %3 now</source>
        <translation>%1 先前%2，现在%3</translation>
    </message>
    <message>
        <source>%1 is new</source>
        <translation>%1 是新的</translation>
    </message>
    <message>
        <source>%1 is gone</source>
        <translation>%1 已不在</translation>
    </message>
    <message>
        <source>%1 was renamed</source>
        <translation>%1 已改名</translation>
    </message>
    <message>
        <source>%1 was changed</source>
        <translation>%1 已改动</translation>
    </message>
    <message>
        <source> and %1 more</source>
        <translation>，另有 %1 处</translation>
    </message>
    <message>
        <source>The DAG is another one: %1</source>
        <translation>DAG 已不同：%1</translation>
    </message>
    <message>
        <source>%1 took %2 longer (%3 instead of %4)</source>
        <translation>%1 多用了 %2（%3，先前 %4）</translation>
    </message>
    <message>
        <source>%1 took %2 less (%3 instead of %4)</source>
        <translation>%1 少用了 %2（%3，先前 %4）</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>%1 was %2 and is %3</source>
        <translation>%1 原为 %2，现为 %3</translation>
    </message>
    <message>
        <source>The machine differs in %1: %2, now %3</source>
        <translation>机器在 %1 上不同：原为 %2，现为 %3</translation>
    </message>
    <message>
        <source>and %1 more, listed below</source>
        <translation>另有 %1 条，列在下面</translation>
    </message>
</context>
<context>
    <name>Heat</name>
    <message>
        <source>%1 CPU</source>
        <translation>%1 CPU</translation>
    </message>
    <message>
        <source>%1 memory</source>
        <translation>%1 内存</translation>
    </message>
    <message>
        <source>%1 GPU %2</source>
        <translation>%1 GPU %2</translation>
    </message>
    <message>
        <source>%1 GPU %2 mem</source>
        <translation>%1 GPU %2 显存</translation>
    </message>
    <message>
        <source>the header has no field %1; record with nvidia-smi --query-gpu=timestamp,index,utilization.gpu,memory.used,memory.total --format=csv -l 1</source>
        <translation>表头没有字段 %1；请用 nvidia-smi --query-gpu=timestamp,index,utilization.gpu,memory.used,memory.total --format=csv -l 1 记录</translation>
    </message>
    <message>
        <source>this line has no index of a GPU</source>
        <translation>这一行没有 GPU 的序号</translation>
    </message>
    <message>
        <source>%1 is no time such as 2026/07/14 08:12:53</source>
        <translation>%1 不是 2026/07/14 08:12:53 这样的时间</translation>
    </message>
    <message>
        <source>there is no reading in this file</source>
        <translation>这个文件里没有读数</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>No run is watched</source>
        <translation>没有在观察的运行</translation>
    </message>
    <message>
        <source>Choose a run, or press F8 to run the open DAG.</source>
        <translation>选择一次运行，或按 F8 运行打开的 DAG。</translation>
    </message>
    <message>
        <source>Nothing has run yet</source>
        <translation>还没有运行过什么</translation>
    </message>
    <message>
        <source>Idle gaps short</source>
        <translation>缩短空闲</translation>
    </message>
    <message>
        <source>Draw idle gaps short</source>
        <translation>把空闲的间隔画短</translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation>整次运行</translation>
    </message>
    <message>
        <source>Show the whole run (0)</source>
        <translation>显示整次运行（0）</translation>
    </message>
    <message>
        <source>No report</source>
        <translation>没有报告</translation>
    </message>
    <message>
        <source>The engine is not reachable.</source>
        <translation>引擎无法到达。</translation>
    </message>
    <message>
        <source>The report is written</source>
        <translation>报告已写好</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Export a report of the run</source>
        <translation>导出运行的报告</translation>
    </message>
    <message>
        <source>Web page (*.html);;PDF document (*.pdf)</source>
        <translation>网页 (*.html);;PDF 文档 (*.pdf)</translation>
    </message>
    <message>
        <source>Compare with the run before</source>
        <translation>与前一次运行比较</translation>
    </message>
    <message>
        <source>Nothing to compare with</source>
        <translation>没有可比较的</translation>
    </message>
    <message>
        <source>No run of this DAG stands before the watched one.</source>
        <translation>在所观察的运行之前，这个 DAG 没有运行过。</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Gantt</source>
        <translation>甘特图</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
</context>
<context>
    <name>Ports</name>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>list of %1</source>
        <translation>%1 项的列表</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>还有 %1 项</translation>
    </message>
</context>
<context>
    <name>Table</name>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>integer</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>number</source>
        <translation>数</translation>
    </message>
    <message>
        <source>boolean</source>
        <translation>布尔</translation>
    </message>
    <message>
        <source>date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>column %1</source>
        <translation>第 %1 列</translation>
    </message>
</context>
<context>
    <name>orrery::alerts::AlertPanel</name>
    <message>
        <source>Alerts</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Alert</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Worst</source>
        <translation>最差</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>开始于</translation>
    </message>
    <message>
        <source>Lasted</source>
        <translation>持续</translation>
    </message>
    <message>
        <source>Rules of alerts</source>
        <translation>告警规则</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Bound</source>
        <translation>界限</translation>
    </message>
    <message>
        <source>For</source>
        <translation>持续</translation>
    </message>
    <message>
        <source>Nothing calls for you.</source>
        <translation>没有什么需要你。</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>The selected alerts are seen to; with none selected, all</source>
        <translation>选中的告警已有人处理；未选则为全部</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1, goes on</source>
        <translation>%1，仍在继续</translation>
    </message>
    <message>
        <source>rule %1, bound %2</source>
        <translation>规则 %1，界限 %2</translation>
    </message>
    <message>
        <source>%1. The rules before stay in force.</source>
        <translation>%1。先前的规则仍然有效。</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>A double click changes it</source>
        <translation>双击可以修改</translation>
    </message>
    <message>
        <source>%1 is no bound; write a number from 0 on, such as &gt; 0.9</source>
        <translation>%1 不是界限；请写不小于 0 的数，例如 &gt; 0.9</translation>
    </message>
    <message>
        <source>%1 is no span; write seconds, such as 30</source>
        <translation>%1 不是时长；请写秒数，例如 30</translation>
    </message>
    <message>
        <source>Alerts %1</source>
        <translation>告警 %1</translation>
    </message>
    <message>
        <source>The rule was not changed</source>
        <translation>规则没有改动</translation>
    </message>
    <message>
        <source>Alert: %1 of %2</source>
        <translation>告警：%2 的 %1</translation>
    </message>
    <message>
        <source>%1; the rule %2 has the bound %3</source>
        <translation>%1；规则 %2 的界限是 %3</translation>
    </message>
</context>
<context>
    <name>orrery::alerts::Readings</name>
    <message>
        <source>%1 is larger than 1 MiB</source>
        <translation>%1 大于 1 MiB</translation>
    </message>
    <message>
        <source>%1 GPU %2</source>
        <translation>%1 GPU %2</translation>
    </message>
    <message>
        <source>all runs</source>
        <translation>所有运行</translation>
    </message>
</context>
<context>
    <name>orrery::data::ColumnCard</name>
    <message>
        <source>%1%2</source>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>, counting</source>
        <translation>，正在统计</translation>
    </message>
    <message>
        <source>count %1</source>
        <translation>计数 %1</translation>
    </message>
    <message>
        <source>missing %1</source>
        <translation>缺失 %1</translation>
    </message>
    <message>
        <source>distinct over %1</source>
        <translation>不同值超过 %1</translation>
    </message>
    <message>
        <source>distinct %1</source>
        <translation>不同值 %1</translation>
    </message>
    <message>
        <source>min %1</source>
        <translation>最小 %1</translation>
    </message>
    <message>
        <source>mean %1</source>
        <translation>平均 %1</translation>
    </message>
    <message>
        <source>max %1</source>
        <translation>最大 %1</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
</context>
<context>
    <name>orrery::data::DataPanel</name>
    <message>
        <source>Inputs, outputs and files of the task</source>
        <translation>任务的输入、输出与文件</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Choose a value or a file</source>
        <translation>请选择一个值或文件</translation>
    </message>
    <message>
        <source>No run is watched</source>
        <translation>没有在观察的运行</translation>
    </message>
    <message>
        <source>Choose a run: what its tasks read and wrote is shown here.</source>
        <translation>选择一次运行：这里显示其任务读写了什么。</translation>
    </message>
    <message>
        <source>No task is selected</source>
        <translation>没有选中任务</translation>
    </message>
    <message>
        <source>Select one to see its inputs and outputs.</source>
        <translation>选中一个以查看其输入和输出。</translation>
    </message>
    <message>
        <source>Reading the task</source>
        <translation>正在读取任务</translation>
    </message>
    <message>
        <source>The run cannot be read</source>
        <translation>运行无法读取</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>work directory</source>
        <translation>工作目录</translation>
    </message>
    <message>
        <source>of the run</source>
        <translation>运行的</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>%1 has left nothing</source>
        <translation>%1 什么也没留下</translation>
    </message>
    <message>
        <source>It has no inputs, no outputs and no files yet.</source>
        <translation>它还没有输入、输出和文件。</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>文件无法读取</translation>
    </message>
    <message>
        <source>Open with the desktop</source>
        <translation>用桌面程序打开</translation>
    </message>
    <message>
        <source>The file is gone</source>
        <translation>文件已不在</translation>
    </message>
    <message>
        <source>A folder</source>
        <translation>一个文件夹</translation>
    </message>
    <message>
        <source>Open it in the list to see what it holds.</source>
        <translation>在列表中打开以查看其中内容。</translation>
    </message>
    <message>
        <source>Parquet is not shown here</source>
        <translation>这里不显示 Parquet</translation>
    </message>
    <message>
        <source>Let the task write CSV or JSON lines beside it to see its rows.</source>
        <translation>让任务另外写出 CSV 或 JSON 行，即可查看其行。</translation>
    </message>
    <message>
        <source>%1 of binary data</source>
        <translation>%1 的二进制数据</translation>
    </message>
    <message>
        <source>Nothing of it can be shown as text, table or picture.</source>
        <translation>其中没有可显示为文本、表格或图片的内容。</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
    <message>
        <source>%1   not JSON: %2</source>
        <translation>%1   不是 JSON：%2</translation>
    </message>
    <message>
        <source>The picture cannot be read</source>
        <translation>图片无法读取</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
</context>
<context>
    <name>orrery::data::JsonTree</name>
    <message>
        <source>The value as a tree</source>
        <translation>以树显示的值</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>还有 %1 项</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>orrery::data::TablePreview</name>
    <message>
        <source>Filter rows</source>
        <translation>筛选行</translation>
    </message>
    <message>
        <source>Filter the rows of the file</source>
        <translation>筛选文件的行</translation>
    </message>
    <message>
        <source>The million rows before</source>
        <translation>前一百万行</translation>
    </message>
    <message>
        <source>The next million rows</source>
        <translation>后一百万行</translation>
    </message>
    <message>
        <source>Rows of the file</source>
        <translation>文件的行</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%2 行中的 %1 行</translation>
    </message>
    <message>
        <source>%1, part %2 of %3</source>
        <translation>%1，第 %2 部分，共 %3 部分</translation>
    </message>
    <message>
        <source>, reading</source>
        <translation>，正在读取</translation>
    </message>
    <message>
        <source>, working</source>
        <translation>，正在处理</translation>
    </message>
</context>
<context>
    <name>orrery::heatmap::HeatPanel</name>
    <message>
        <source>Heat</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Show what nvidia-smi recorded</source>
        <translation>显示 nvidia-smi 的记录</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Back to the hosts as they are now</source>
        <translation>回到现在的主机</translation>
    </message>
    <message>
        <source>Open a recording of nvidia-smi</source>
        <translation>打开 nvidia-smi 的记录</translation>
    </message>
    <message>
        <source>Recordings (*.csv *.txt);;All files (*)</source>
        <translation>记录 (*.csv *.txt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>no task of this home ran there then</source>
        <translation>那时没有此主目录的任务在那里运行</translation>
    </message>
    <message>
        <source>No reading yet</source>
        <translation>还没有读数</translation>
    </message>
    <message>
        <source>Hosts are read once a second while the engine is there.</source>
        <translation>引擎在时，每秒读取一次主机。</translation>
    </message>
    <message>
        <source>The recording cannot be read</source>
        <translation>记录无法读取</translation>
    </message>
    <message>
        <source>%1 is larger than 256 MiB</source>
        <translation>%1 大于 256 MiB</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>This is no recording of GPUs</source>
        <translation>这不是 GPU 的记录</translation>
    </message>
    <message>
        <source>%1 and %2 more ran there then</source>
        <translation>那时 %1 和另外 %2 个任务在那里运行</translation>
    </message>
    <message>
        <source>%1 ran there then</source>
        <translation>那时 %1 在那里运行</translation>
    </message>
</context>
<context>
    <name>orrery::heatmap::HeatView</name>
    <message>
        <source>Use of hosts and devices over time</source>
        <translation>主机与设备随时间的使用</translation>
    </message>
    <message>
        <source>Arrows move, Enter selects the task that ran there then</source>
        <translation>方向键移动，回车选中那时在那里运行的任务</translation>
    </message>
    <message>
        <source>+%1</source>
        <translation>+%1</translation>
    </message>
    <message>
        <source>%1 a column</source>
        <translation>每列 %1</translation>
    </message>
    <message>
        <source>%1 at %2: %3</source>
        <translation>%1，%2：%3</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>held, but idle</source>
        <translation>被占用但空闲</translation>
    </message>
</context>
<context>
    <name>orrery::history::BreakdownView</name>
    <message>
        <source>tasks ran %1, waited for room %2, were queued on a host %3</source>
        <translation>任务运行 %1，等待资源 %2，在主机上排队 %3</translation>
    </message>
    <message>
        <source>%1 lost in attempts that failed</source>
        <translation>在失败的尝试中损失 %1</translation>
    </message>
    <message>
        <source>waited / ran: %1</source>
        <translation>等待 / 运行：%1</translation>
    </message>
    <message>
        <source>bottleneck: %1, %2 of %3</source>
        <translation>瓶颈：%1，%2，共 %3</translation>
    </message>
    <message>
        <source>Watched run</source>
        <translation>所观察的运行</translation>
    </message>
    <message>
        <source>Nothing has run yet</source>
        <translation>还没有运行过什么</translation>
    </message>
    <message>
        <source>No run is watched</source>
        <translation>没有在观察的运行</translation>
    </message>
    <message>
        <source>waited / ran %1</source>
        <translation>等待 / 运行 %1</translation>
    </message>
    <message>
        <source>ran %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>lost %1</source>
        <translation>损失 %1</translation>
    </message>
    <message>
        <source>waited %1</source>
        <translation>等待 %1</translation>
    </message>
    <message>
        <source>queued %1</source>
        <translation>排队 %1</translation>
    </message>
    <message>
        <source>bottleneck %1  %2</source>
        <translation>瓶颈 %1  %2</translation>
    </message>
</context>
<context>
    <name>orrery::history::ComparePanel</name>
    <message>
        <source>What differs between two runs</source>
        <translation>两次运行的不同之处</translation>
    </message>
    <message>
        <source>What</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>先前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Choose two runs</source>
        <translation>请选择两次运行</translation>
    </message>
    <message>
        <source>Above, or with Ctrl and a click on two columns of the history.</source>
        <translation>在上方选择，或按住 Ctrl 点击历史中的两列。</translation>
    </message>
    <message>
        <source>The first run</source>
        <translation>第一次运行</translation>
    </message>
    <message>
        <source>Swap the two runs</source>
        <translation>交换两次运行</translation>
    </message>
    <message>
        <source>The second run</source>
        <translation>第二次运行</translation>
    </message>
    <message>
        <source>choose a run</source>
        <translation>选择一次运行</translation>
    </message>
    <message>
        <source>This is the same run twice</source>
        <translation>两边是同一次运行</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>请另选一次。</translation>
    </message>
    <message>
        <source>The engine is not reachable</source>
        <translation>引擎无法到达</translation>
    </message>
    <message>
        <source>Reading both runs</source>
        <translation>正在读取两次运行</translation>
    </message>
    <message>
        <source>%1 cannot be read</source>
        <translation>%1 无法读取</translation>
    </message>
    <message>
        <source>What explains the difference</source>
        <translation>什么解释了差异</translation>
    </message>
    <message>
        <source>Nothing was changed, and nothing took notably longer or less</source>
        <translation>没有改动，也没有明显更久或更快的</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>the same in meaning</source>
        <translation>含义相同</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Tasks (%1), the largest difference first</source>
        <translation>任务（%1），差异最大的在前</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>还有 %1 项</translation>
    </message>
    <message>
        <source>Outputs and metrics</source>
        <translation>输出与指标</translation>
    </message>
    <message>
        <source>DAG (%1)</source>
        <translation>DAG（%1）</translation>
    </message>
</context>
<context>
    <name>orrery::history::FlowStrip</name>
    <message>
        <source>run %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>wait %1</source>
        <translation>等待 %1</translation>
    </message>
    <message>
        <source>run ≤ %1</source>
        <translation>运行 ≤ %1</translation>
    </message>
    <message>
        <source>wait ≤ %1</source>
        <translation>等待 ≤ %1</translation>
    </message>
    <message>
        <source>%1 / s</source>
        <translation>%1 / 秒</translation>
    </message>
    <message>
        <source>Tasks at work (filled) and tasks that wait (dashed); %1 ended a second</source>
        <translation>在运行的任务（填充）与等待的任务（虚线）；每秒结束 %1 个</translation>
    </message>
</context>
<context>
    <name>orrery::history::GanttView</name>
    <message>
        <source>Tasks of the run over time</source>
        <translation>运行的任务随时间</translation>
    </message>
    <message>
        <source>Up and down select a task, plus and minus zoom, left and right move in time</source>
        <translation>上下键选择任务，加减键缩放，左右键移动时间</translation>
    </message>
    <message>
        <source>%1  (%2)</source>
        <translation>%1  （%2）</translation>
    </message>
    <message>
        <source>0 s</source>
        <translation>0 秒</translation>
    </message>
    <message>
        <source>%1: %2 items, %3 from the first to the last</source>
        <translation>%1：%2 项，从第一项到最后一项 %3</translation>
    </message>
    <message>
        <source>waited %1</source>
        <translation>等待了 %1</translation>
    </message>
    <message>
        <source>, ran %1</source>
        <translation>，运行了 %1</translation>
    </message>
    <message>
        <source>, runs for %1</source>
        <translation>，已运行 %1</translation>
    </message>
    <message>
        <source>attempt %1: %2</source>
        <translation>第 %1 次尝试：%2</translation>
    </message>
    <message>
        <source>on the critical path</source>
        <translation>在关键路径上</translation>
    </message>
</context>
<context>
    <name>orrery::history::HistoryPanel</name>
    <message>
        <source>No DAG is open</source>
        <translation>没有打开 DAG</translation>
    </message>
    <message>
        <source>Open one: its runs appear here by node.</source>
        <translation>打开一个：它的运行按节点显示在这里。</translation>
    </message>
    <message>
        <source>%1 has not run yet</source>
        <translation>%1 还没有运行过</translation>
    </message>
    <message>
        <source>F8 runs it; every run becomes a column here.</source>
        <translation>F8 运行它；每次运行成为这里的一列。</translation>
    </message>
</context>
<context>
    <name>orrery::history::RunOfFile</name>
    <message>
        <source>There is no such file.</source>
        <translation>没有这个文件。</translation>
    </message>
    <message>
        <source>The report is of this run.</source>
        <translation>报告属于这次运行。</translation>
    </message>
    <message>
        <source>It is a report of run %1, which this home does not have.</source>
        <translation>这是运行 %1 的报告，此主目录没有该运行。</translation>
    </message>
    <message>
        <source>The file lies among its results.</source>
        <translation>文件在其结果之中。</translation>
    </message>
    <message>
        <source>No run of this home has recorded a file with this content.</source>
        <translation>此主目录没有运行记录过内容相同的文件。</translation>
    </message>
    <message>
        <source>It is a copy of %1.</source>
        <translation>它是 %1 的副本。</translation>
    </message>
</context>
<context>
    <name>orrery::history::RunsGrid</name>
    <message>
        <source>Runs of the DAG by node</source>
        <translation>DAG 的运行，按节点</translation>
    </message>
    <message>
        <source>Arrows move, Enter watches the run, C compares it</source>
        <translation>方向键移动，回车观察该运行，C 比较</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1，%2，%3</translation>
    </message>
    <message>
        <source>%1 was not in this run</source>
        <translation>%1 不在这次运行中</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>, took %1</source>
        <translation>，用了 %1</translation>
    </message>
    <message>
        <source>, %1 attempts</source>
        <translation>，%1 次尝试</translation>
    </message>
    <message>
        <source>, an earlier result</source>
        <translation>，取自先前的结果</translation>
    </message>
    <message>
        <source>Watch this run</source>
        <translation>观察这次运行</translation>
    </message>
    <message>
        <source>Compare with the watched run</source>
        <translation>与所观察的运行比较</translation>
    </message>
    <message>
        <source>Mark for comparing</source>
        <translation>标记以供比较</translation>
    </message>
</context>
<context>
    <name>orrery::history::TrendView</name>
    <message>
        <source>no time of its own</source>
        <translation>没有自己的时间</translation>
    </message>
    <message>
        <source>median %1   p90 %2</source>
        <translation>中位数 %1   p90 %2</translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation>整次运行</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>还没有运行</translation>
    </message>
    <message>
        <source>No finished run yet</source>
        <translation>还没有结束的运行</translation>
    </message>
</context>
<context>
    <name>orrery::models::FileTableModel</name>
    <message>
        <source>Only the first %1 rows that match are shown; filter for less</source>
        <translation>只显示符合条件的前 %1 行；请进一步筛选</translation>
    </message>
</context>
<context>
    <name>orrery::widgets::LogView</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Copy all lines</source>
        <translation>复制所有行</translation>
    </message>
    <message>
        <source>Copy selected lines</source>
        <translation>复制选中的行</translation>
    </message>
    <message>
        <source>%1, searching</source>
        <translation>%1，正在搜索</translation>
    </message>
    <message>
        <source>none</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 个，共 %2 个</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 行</translation>
    </message>
</context>
</TS>
