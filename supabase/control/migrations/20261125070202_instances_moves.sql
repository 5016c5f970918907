-- The deciding write of a move: where the directory says that a dossier lives, and since which epoch.
grant update (cell_id, epoch) on control.instances to ops_control;
